"""Which addresses the hub calls for a subscription."""

import pytest

from hub.store.admin import Endpoint
from hub.subscription.endpoints import endpoint_for


@pytest.mark.parametrize(
    ("address", "covered"),
    [
        ("http://home.example/hooks/", True),
        ("http://home.example/hooks/a/b-1", True),
        ("http://home.example/hooks/../admin", False),
        ("http://home.example/hooks/a//b", False),
        ("http://home.example/hooks/a?x=1", False),
        ("http://home.example/hooks/%2e%2e/a", False),
        ("http://home.example/hook", False),
        ("http://home.example/one", True),
        ("http://home.example/one/more", False),
        ("mllp://home.example:2575", False),
    ],
)
def test_only_registered_addresses_and_what_lies_below_a_registered_folder_are_called(
    address: str, covered: bool
) -> None:
    registered = [
        Endpoint(member=1, channel="mllp", address="mllp://home.example:2575"),
        Endpoint(member=1, channel="rest-hook", address="http://home.example/one"),
        Endpoint(member=1, channel="rest-hook", address="http://home.example/hooks/"),
    ]

    found = endpoint_for(address, registered)

    assert (found.address if found is not None else "") == (address if covered else "")
