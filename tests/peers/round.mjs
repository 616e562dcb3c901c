// fhir-kit-client from capability to delete; prints what it saw as one JSON object.
import { Client } from 'fhir-kit-client';

const [baseUrl, bearerToken] = process.argv.slice(2);
const client = new Client({ baseUrl, bearerToken });
const seen = { fhirVersion: (await client.capabilityStatement()).fhirVersion };

const body = { resourceType: 'Patient', name: [{ family: '赵' }], gender: 'male' };
const { id } = await client.create({ resourceType: 'Patient', body });
const first = await client.read({ resourceType: 'Patient', id });
const second = await client.update({ resourceType: 'Patient', id, body: { ...first, active: true } });
seen.versions = [first.meta.versionId, second.meta.versionId];

for (let value = 0; value < 5; value += 1) {
  const code = { coding: [{ system: 'http://loinc.org', code: '8867-4' }] };
  const subject = { reference: `Patient/${id}` };
  const one = { resourceType: 'Observation', status: 'final', code, subject, valueQuantity: { value } };
  await client.create({ resourceType: 'Observation', body: one });
}
let bundle = await client.search({ resourceType: 'Observation', searchParams: { patient: id, _count: 2 } });
seen.paged = 0;
while (bundle) {
  seen.paged += (bundle.entry ?? []).length;
  bundle = await client.nextPage({ bundle });
}

seen.history = (await client.history({ resourceType: 'Patient', id })).entry.length;
seen.vread = (await client.vread({ resourceType: 'Patient', id, version: '1' })).meta.versionId;
const jsonPatch = [{ op: 'replace', path: '/gender', value: 'female' }];
seen.patched = (await client.patch({ resourceType: 'Patient', id, jsonPatch })).gender;

const get = (url) => ({ request: { method: 'GET', url } });
const batch = { resourceType: 'Bundle', type: 'batch', entry: [get(`Patient/${id}`), get('Patient/nobody')] };
seen.batch = (await client.batch({ body: batch })).entry.map((entry) => entry.response.status.slice(0, 3));

const compartment = { resourceType: 'Patient', id };
seen.compartment = (await client.compartmentSearch({ resourceType: 'Observation', compartment })).entry.length;
seen.token = (await client.smartAuthMetadata()).tokenUrl.href;

await client.delete({ resourceType: 'Patient', id });
seen.deleted = await client.read({ resourceType: 'Patient', id }).catch((error) => error.response.status);
console.log(JSON.stringify(seen));
