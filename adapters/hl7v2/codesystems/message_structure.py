"""Which structure a message type and event have. Source: HL7 table 0354."""

from adapters.hl7v2.tokenizer import Segment

_ADT = {
    "ADT_A01": "A01 A04 A08 A13",
    "ADT_A03": "A03",
    "ADT_A02": "A02",
    "ADT_A05": "A05 A14 A28 A31",
    "ADT_A06": "A06 A07",
    "ADT_A09": "A09 A10 A11 A12",
    "ADT_A15": "A15",
    "ADT_A16": "A16",
    "ADT_A17": "A17",
    "ADT_A18": "A18",
    "ADT_A20": "A20",
    "ADT_A21": "A21 A22 A23 A25 A26 A27 A29 A32 A33",
    "ADT_A24": "A24",
    "ADT_A30": "A30 A34 A35 A36 A46 A47 A48 A49",
    "ADT_A37": "A37",
    "ADT_A38": "A38",
    "ADT_A39": "A39 A40 A41 A42",
    "ADT_A43": "A43",
    "ADT_A44": "A44",
    "ADT_A45": "A45",
    "ADT_A50": "A50 A51",
    "ADT_A52": "A52 A53",
    "ADT_A54": "A54 A55",
    "ADT_A60": "A60",
    "ADT_A61": "A61 A62",
}
_OTHER = {
    "ORU_R01": "ORU^R01",
    "ORU_R30": "ORU^R30 ORU^R31 ORU^R32",
    "OUL_R21": "OUL^R21",
    "OUL_R22": "OUL^R22",
    "OUL_R23": "OUL^R23",
    "OUL_R24": "OUL^R24",
    "REF_I12": "REF^I12 REF^I13 REF^I14 REF^I15",
    "RRI_I12": "RRI^I12 RRI^I13 RRI^I14 RRI^I15",
    "ORM_O01": "ORM^O01",
    "OML_O21": "OML^O21",
    "OML_O33": "OML^O33",
    "OML_O35": "OML^O35",
    "OMG_O19": "OMG^O19",
    "OMI_O23": "OMI^O23",
    "OMP_O09": "OMP^O09",
    "RDE_O11": "RDE^O11 RDE^O25",
    "RDS_O13": "RDS^O13",
    "RAS_O17": "RAS^O17",
    "SIU_S12": " ".join(f"SIU^S{number}" for number in (*range(12, 25), 26)),
    "MDM_T01": "MDM^T01 MDM^T03 MDM^T05 MDM^T07 MDM^T09 MDM^T11",
    "MDM_T02": "MDM^T02 MDM^T04 MDM^T06 MDM^T08 MDM^T10",
    "VXU_V04": "VXU^V04",
    "PPR_PC1": "PPR^PC1 PPR^PC2 PPR^PC3",
    "DFT_P03": "DFT^P03",
    "DFT_P11": "DFT^P11",
    "BAR_P01": "BAR^P01",
    "BAR_P02": "BAR^P02",
    "BAR_P05": "BAR^P05",
    "MFN_M02": "MFN^M02",
    "MFN_M05": "MFN^M05",
}
_STRUCTURES = {f"ADT^{event}": structure for structure, events in _ADT.items() for event in events.split()} | {
    kind: structure for structure, kinds in _OTHER.items() for kind in kinds.split()
}


def structure_of(msh: Segment) -> str:
    """The structure of a message by type and event, else what MSH-9.3 says; empty when unknown."""
    code, event, sent = msh.peek(9, 1), msh.peek(9, 2), msh.peek(9, 3)
    return _STRUCTURES.get(f"{code}^{event}", sent)


def is_known_event(code: str, event: str) -> bool:
    """Whether HL7 has this trigger event of an ADT message; of other messages nothing is said."""
    return code != "ADT" or not event or f"ADT^{event}" in _STRUCTURES
