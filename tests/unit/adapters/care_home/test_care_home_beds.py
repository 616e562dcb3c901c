from tests.unit.adapters.care_home.tables import RESIDENTS, WANG, convert, only, texts


def test_a_bed_becomes_a_location_with_its_price() -> None:
    conversion = only('楼层,房间,床号,床位类型,状态,价格(元/月)\n3F,302室,1床,单人间,空,"4,800元"\n')

    [entry] = conversion.entries
    assert entry.url == "Location?identifier=https://alliance-hub.example/sid/N1/bed|302-1"
    assert {name: value for name, value in entry.resource.items() if name != "extension"} == {
        "resourceType": "Location",
        "identifier": [{"system": "https://alliance-hub.example/sid/N1/bed", "value": "302-1"}],
        "status": "active",
        "operationalStatus": {
            "system": "http://terminology.hl7.org/CodeSystem/v2-0116",
            "code": "U",
            "display": "Unoccupied",
        },
        "name": "3F 302-1",
        "mode": "instance",
        "physicalType": {
            "coding": [
                {
                    "system": "http://terminology.hl7.org/CodeSystem/location-physical-type",
                    "code": "bd",
                    "display": "Bed",
                }
            ]
        },
        "managingOrganization": {
            "type": "Organization",
            "identifier": {"system": "https://alliance-hub.example/sid/institution", "value": "N1"},
            "display": "N1",
        },
        "type": [{"text": "单人间"}],
    }
    price = entry.resource["extension"][0]["extension"]
    assert (str(price[0]["valueMoney"]["value"]), price[0]["valueMoney"]["currency"], price[1]["valueCode"]) == (
        "4800",
        "CNY",
        "mo",
    )


def test_a_bed_without_number_or_state_is_refused() -> None:
    rows = convert("房间,床号,状态\n302,,空\n302,2,\n")

    assert [texts(row) for row in rows] == [
        ["Row 2, column 床号: the row names no bed; expected a bed number."],
        ["Row 3, column 状态: the cell is empty; expected 空, 占 or 停用."],
    ]


def test_the_bed_of_a_resident_is_the_bed_of_the_list() -> None:
    [from_list] = only("房间,床号,状态\n301,1,占\n").entries

    from_resident = next(
        entry for entry in only(RESIDENTS + WANG).entries if entry.resource["resourceType"] == "Location"
    )
    assert from_resident.full_url == from_list.full_url
