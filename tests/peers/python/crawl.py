"""fhir-pyrate as its users call it: Patients page by page and a table of Conditions; prints both as JSON.

Runs in the environment of requirements.txt: `crawl.py BASE TOKEN CODE`, where CODE is `system|code` of the Conditions.
"""

import json
import sys

import requests
from fhir_pyrate import Pirate

base, token, code = sys.argv[1:]
session = requests.Session()
session.headers["Authorization"] = f"Bearer {token}"
pirate = Pirate(base_url=base, auth=session, num_processes=1, disable_multiprocessing_requests=True)
patients = [
    entry.resource.id
    for bundle in pirate.steal_bundles("Patient", request_params={"_count": 3})
    for entry in bundle.entry or []
]
table = pirate.steal_bundles_to_dataframe(
    "Condition",
    request_params={"code": code, "_count": 4},
    fhir_paths=[("id", "id"), ("patient", "subject.reference"), ("words", "code.text")],
)
sys.stdout.write(json.dumps({"patients": sorted(patients), "conditions": table.sort_values("id").to_dict("records")}))
