"""FHIR R4 as types for mypy, written by fhir_profiles.compile.typed_dicts; not read at run time."""

from decimal import Decimal
from typing import Any, Literal, Required, TypedDict

Resource = dict[str, Any]
Number = Decimal | float


Account = TypedDict(
    "Account",
    {
        "resourceType": Required[Literal["Account"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "status": Required["str"],
        "_status": "Element",
        "type": "CodeableConcept",
        "name": "str",
        "_name": "Element",
        "subject": "list[Reference]",
        "servicePeriod": "Period",
        "coverage": "list[AccountCoverage]",
        "owner": "Reference",
        "description": "str",
        "_description": "Element",
        "guarantor": "list[AccountGuarantor]",
        "partOf": "Reference",
    },
    total=False,
)


AccountCoverage = TypedDict(
    "AccountCoverage",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "coverage": Required["Reference"],
        "priority": "int",
        "_priority": "Element",
    },
    total=False,
)


AccountGuarantor = TypedDict(
    "AccountGuarantor",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "party": Required["Reference"],
        "onHold": "bool",
        "_onHold": "Element",
        "period": "Period",
    },
    total=False,
)


ActivityDefinition = TypedDict(
    "ActivityDefinition",
    {
        "resourceType": Required[Literal["ActivityDefinition"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "url": "str",
        "_url": "Element",
        "identifier": "list[Identifier]",
        "version": "str",
        "_version": "Element",
        "name": "str",
        "_name": "Element",
        "title": "str",
        "_title": "Element",
        "subtitle": "str",
        "_subtitle": "Element",
        "status": Required["str"],
        "_status": "Element",
        "experimental": "bool",
        "_experimental": "Element",
        "subjectCodeableConcept": "CodeableConcept",
        "subjectReference": "Reference",
        "date": "str",
        "_date": "Element",
        "publisher": "str",
        "_publisher": "Element",
        "contact": "list[ContactDetail]",
        "description": "str",
        "_description": "Element",
        "useContext": "list[UsageContext]",
        "jurisdiction": "list[CodeableConcept]",
        "purpose": "str",
        "_purpose": "Element",
        "usage": "str",
        "_usage": "Element",
        "copyright": "str",
        "_copyright": "Element",
        "approvalDate": "str",
        "_approvalDate": "Element",
        "lastReviewDate": "str",
        "_lastReviewDate": "Element",
        "effectivePeriod": "Period",
        "topic": "list[CodeableConcept]",
        "author": "list[ContactDetail]",
        "editor": "list[ContactDetail]",
        "reviewer": "list[ContactDetail]",
        "endorser": "list[ContactDetail]",
        "relatedArtifact": "list[RelatedArtifact]",
        "library": "list[str | None]",
        "_library": "list[Element | None]",
        "kind": "str",
        "_kind": "Element",
        "profile": "str",
        "_profile": "Element",
        "code": "CodeableConcept",
        "intent": "str",
        "_intent": "Element",
        "priority": "str",
        "_priority": "Element",
        "doNotPerform": "bool",
        "_doNotPerform": "Element",
        "timingTiming": "Timing",
        "timingDateTime": "str",
        "_timingDateTime": "Element",
        "timingAge": "Age",
        "timingPeriod": "Period",
        "timingRange": "Range",
        "timingDuration": "Duration",
        "location": "Reference",
        "participant": "list[ActivityDefinitionParticipant]",
        "productReference": "Reference",
        "productCodeableConcept": "CodeableConcept",
        "quantity": "Quantity",
        "dosage": "list[Dosage]",
        "bodySite": "list[CodeableConcept]",
        "specimenRequirement": "list[Reference]",
        "observationRequirement": "list[Reference]",
        "observationResultRequirement": "list[Reference]",
        "transform": "str",
        "_transform": "Element",
        "dynamicValue": "list[ActivityDefinitionDynamicValue]",
    },
    total=False,
)


ActivityDefinitionDynamicValue = TypedDict(
    "ActivityDefinitionDynamicValue",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "path": Required["str"],
        "_path": "Element",
        "expression": Required["Expression"],
    },
    total=False,
)


ActivityDefinitionParticipant = TypedDict(
    "ActivityDefinitionParticipant",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": Required["str"],
        "_type": "Element",
        "role": "CodeableConcept",
    },
    total=False,
)


Address = TypedDict(
    "Address",
    {
        "id": "str",
        "extension": "list[Extension]",
        "use": "str",
        "_use": "Element",
        "type": "str",
        "_type": "Element",
        "text": "str",
        "_text": "Element",
        "line": "list[str | None]",
        "_line": "list[Element | None]",
        "city": "str",
        "_city": "Element",
        "district": "str",
        "_district": "Element",
        "state": "str",
        "_state": "Element",
        "postalCode": "str",
        "_postalCode": "Element",
        "country": "str",
        "_country": "Element",
        "period": "Period",
    },
    total=False,
)


AdverseEvent = TypedDict(
    "AdverseEvent",
    {
        "resourceType": Required[Literal["AdverseEvent"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "Identifier",
        "actuality": Required["str"],
        "_actuality": "Element",
        "category": "list[CodeableConcept]",
        "event": "CodeableConcept",
        "subject": Required["Reference"],
        "encounter": "Reference",
        "date": "str",
        "_date": "Element",
        "detected": "str",
        "_detected": "Element",
        "recordedDate": "str",
        "_recordedDate": "Element",
        "resultingCondition": "list[Reference]",
        "location": "Reference",
        "seriousness": "CodeableConcept",
        "severity": "CodeableConcept",
        "outcome": "CodeableConcept",
        "recorder": "Reference",
        "contributor": "list[Reference]",
        "suspectEntity": "list[AdverseEventSuspectEntity]",
        "subjectMedicalHistory": "list[Reference]",
        "referenceDocument": "list[Reference]",
        "study": "list[Reference]",
    },
    total=False,
)


AdverseEventSuspectEntity = TypedDict(
    "AdverseEventSuspectEntity",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "instance": Required["Reference"],
        "causality": "list[AdverseEventSuspectEntityCausality]",
    },
    total=False,
)


AdverseEventSuspectEntityCausality = TypedDict(
    "AdverseEventSuspectEntityCausality",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "assessment": "CodeableConcept",
        "productRelatedness": "str",
        "_productRelatedness": "Element",
        "author": "Reference",
        "method": "CodeableConcept",
    },
    total=False,
)


Age = TypedDict(
    "Age",
    {
        "id": "str",
        "extension": "list[Extension]",
        "value": "Number",
        "_value": "Element",
        "comparator": "str",
        "_comparator": "Element",
        "unit": "str",
        "_unit": "Element",
        "system": "str",
        "_system": "Element",
        "code": "str",
        "_code": "Element",
    },
    total=False,
)


AllergyIntolerance = TypedDict(
    "AllergyIntolerance",
    {
        "resourceType": Required[Literal["AllergyIntolerance"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "clinicalStatus": "CodeableConcept",
        "verificationStatus": "CodeableConcept",
        "type": "str",
        "_type": "Element",
        "category": "list[str | None]",
        "_category": "list[Element | None]",
        "criticality": "str",
        "_criticality": "Element",
        "code": "CodeableConcept",
        "patient": Required["Reference"],
        "encounter": "Reference",
        "onsetDateTime": "str",
        "_onsetDateTime": "Element",
        "onsetAge": "Age",
        "onsetPeriod": "Period",
        "onsetRange": "Range",
        "onsetString": "str",
        "_onsetString": "Element",
        "recordedDate": "str",
        "_recordedDate": "Element",
        "recorder": "Reference",
        "asserter": "Reference",
        "lastOccurrence": "str",
        "_lastOccurrence": "Element",
        "note": "list[Annotation]",
        "reaction": "list[AllergyIntoleranceReaction]",
    },
    total=False,
)


AllergyIntoleranceReaction = TypedDict(
    "AllergyIntoleranceReaction",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "substance": "CodeableConcept",
        "manifestation": Required["list[CodeableConcept]"],
        "description": "str",
        "_description": "Element",
        "onset": "str",
        "_onset": "Element",
        "severity": "str",
        "_severity": "Element",
        "exposureRoute": "CodeableConcept",
        "note": "list[Annotation]",
    },
    total=False,
)


Annotation = TypedDict(
    "Annotation",
    {
        "id": "str",
        "extension": "list[Extension]",
        "authorReference": "Reference",
        "authorString": "str",
        "_authorString": "Element",
        "time": "str",
        "_time": "Element",
        "text": Required["str"],
        "_text": "Element",
    },
    total=False,
)


Appointment = TypedDict(
    "Appointment",
    {
        "resourceType": Required[Literal["Appointment"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "status": Required["str"],
        "_status": "Element",
        "cancelationReason": "CodeableConcept",
        "serviceCategory": "list[CodeableConcept]",
        "serviceType": "list[CodeableConcept]",
        "specialty": "list[CodeableConcept]",
        "appointmentType": "CodeableConcept",
        "reasonCode": "list[CodeableConcept]",
        "reasonReference": "list[Reference]",
        "priority": "int",
        "_priority": "Element",
        "description": "str",
        "_description": "Element",
        "supportingInformation": "list[Reference]",
        "start": "str",
        "_start": "Element",
        "end": "str",
        "_end": "Element",
        "minutesDuration": "int",
        "_minutesDuration": "Element",
        "slot": "list[Reference]",
        "created": "str",
        "_created": "Element",
        "comment": "str",
        "_comment": "Element",
        "patientInstruction": "str",
        "_patientInstruction": "Element",
        "basedOn": "list[Reference]",
        "participant": Required["list[AppointmentParticipant]"],
        "requestedPeriod": "list[Period]",
    },
    total=False,
)


AppointmentParticipant = TypedDict(
    "AppointmentParticipant",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": "list[CodeableConcept]",
        "actor": "Reference",
        "required": "str",
        "_required": "Element",
        "status": Required["str"],
        "_status": "Element",
        "period": "Period",
    },
    total=False,
)


AppointmentResponse = TypedDict(
    "AppointmentResponse",
    {
        "resourceType": Required[Literal["AppointmentResponse"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "appointment": Required["Reference"],
        "start": "str",
        "_start": "Element",
        "end": "str",
        "_end": "Element",
        "participantType": "list[CodeableConcept]",
        "actor": "Reference",
        "participantStatus": Required["str"],
        "_participantStatus": "Element",
        "comment": "str",
        "_comment": "Element",
    },
    total=False,
)


Attachment = TypedDict(
    "Attachment",
    {
        "id": "str",
        "extension": "list[Extension]",
        "contentType": "str",
        "_contentType": "Element",
        "language": "str",
        "_language": "Element",
        "data": "str",
        "_data": "Element",
        "url": "str",
        "_url": "Element",
        "size": "int",
        "_size": "Element",
        "hash": "str",
        "_hash": "Element",
        "title": "str",
        "_title": "Element",
        "creation": "str",
        "_creation": "Element",
    },
    total=False,
)


AuditEvent = TypedDict(
    "AuditEvent",
    {
        "resourceType": Required[Literal["AuditEvent"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": Required["Coding"],
        "subtype": "list[Coding]",
        "action": "str",
        "_action": "Element",
        "period": "Period",
        "recorded": Required["str"],
        "_recorded": "Element",
        "outcome": "str",
        "_outcome": "Element",
        "outcomeDesc": "str",
        "_outcomeDesc": "Element",
        "purposeOfEvent": "list[CodeableConcept]",
        "agent": Required["list[AuditEventAgent]"],
        "source": Required["AuditEventSource"],
        "entity": "list[AuditEventEntity]",
    },
    total=False,
)


AuditEventAgent = TypedDict(
    "AuditEventAgent",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": "CodeableConcept",
        "role": "list[CodeableConcept]",
        "who": "Reference",
        "altId": "str",
        "_altId": "Element",
        "name": "str",
        "_name": "Element",
        "requestor": Required["bool"],
        "_requestor": "Element",
        "location": "Reference",
        "policy": "list[str | None]",
        "_policy": "list[Element | None]",
        "media": "Coding",
        "network": "AuditEventAgentNetwork",
        "purposeOfUse": "list[CodeableConcept]",
    },
    total=False,
)


AuditEventAgentNetwork = TypedDict(
    "AuditEventAgentNetwork",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "address": "str",
        "_address": "Element",
        "type": "str",
        "_type": "Element",
    },
    total=False,
)


AuditEventEntity = TypedDict(
    "AuditEventEntity",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "what": "Reference",
        "type": "Coding",
        "role": "Coding",
        "lifecycle": "Coding",
        "securityLabel": "list[Coding]",
        "name": "str",
        "_name": "Element",
        "description": "str",
        "_description": "Element",
        "query": "str",
        "_query": "Element",
        "detail": "list[AuditEventEntityDetail]",
    },
    total=False,
)


AuditEventEntityDetail = TypedDict(
    "AuditEventEntityDetail",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": Required["str"],
        "_type": "Element",
        "valueString": "str",
        "_valueString": "Element",
        "valueBase64Binary": "str",
        "_valueBase64Binary": "Element",
    },
    total=False,
)


AuditEventSource = TypedDict(
    "AuditEventSource",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "site": "str",
        "_site": "Element",
        "observer": Required["Reference"],
        "type": "list[Coding]",
    },
    total=False,
)


BackboneElement = TypedDict(
    "BackboneElement",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
    },
    total=False,
)


Basic = TypedDict(
    "Basic",
    {
        "resourceType": Required[Literal["Basic"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "code": Required["CodeableConcept"],
        "subject": "Reference",
        "created": "str",
        "_created": "Element",
        "author": "Reference",
    },
    total=False,
)


Binary = TypedDict(
    "Binary",
    {
        "resourceType": Required[Literal["Binary"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "contentType": Required["str"],
        "_contentType": "Element",
        "securityContext": "Reference",
        "data": "str",
        "_data": "Element",
    },
    total=False,
)


BiologicallyDerivedProduct = TypedDict(
    "BiologicallyDerivedProduct",
    {
        "resourceType": Required[Literal["BiologicallyDerivedProduct"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "productCategory": "str",
        "_productCategory": "Element",
        "productCode": "CodeableConcept",
        "status": "str",
        "_status": "Element",
        "request": "list[Reference]",
        "quantity": "int",
        "_quantity": "Element",
        "parent": "list[Reference]",
        "collection": "BiologicallyDerivedProductCollection",
        "processing": "list[BiologicallyDerivedProductProcessing]",
        "manipulation": "BiologicallyDerivedProductManipulation",
        "storage": "list[BiologicallyDerivedProductStorage]",
    },
    total=False,
)


BiologicallyDerivedProductCollection = TypedDict(
    "BiologicallyDerivedProductCollection",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "collector": "Reference",
        "source": "Reference",
        "collectedDateTime": "str",
        "_collectedDateTime": "Element",
        "collectedPeriod": "Period",
    },
    total=False,
)


BiologicallyDerivedProductManipulation = TypedDict(
    "BiologicallyDerivedProductManipulation",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "description": "str",
        "_description": "Element",
        "timeDateTime": "str",
        "_timeDateTime": "Element",
        "timePeriod": "Period",
    },
    total=False,
)


BiologicallyDerivedProductProcessing = TypedDict(
    "BiologicallyDerivedProductProcessing",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "description": "str",
        "_description": "Element",
        "procedure": "CodeableConcept",
        "additive": "Reference",
        "timeDateTime": "str",
        "_timeDateTime": "Element",
        "timePeriod": "Period",
    },
    total=False,
)


BiologicallyDerivedProductStorage = TypedDict(
    "BiologicallyDerivedProductStorage",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "description": "str",
        "_description": "Element",
        "temperature": "Number",
        "_temperature": "Element",
        "scale": "str",
        "_scale": "Element",
        "duration": "Period",
    },
    total=False,
)


BodyStructure = TypedDict(
    "BodyStructure",
    {
        "resourceType": Required[Literal["BodyStructure"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "active": "bool",
        "_active": "Element",
        "morphology": "CodeableConcept",
        "location": "CodeableConcept",
        "locationQualifier": "list[CodeableConcept]",
        "description": "str",
        "_description": "Element",
        "image": "list[Attachment]",
        "patient": Required["Reference"],
    },
    total=False,
)


Bundle = TypedDict(
    "Bundle",
    {
        "resourceType": Required[Literal["Bundle"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "identifier": "Identifier",
        "type": Required["str"],
        "_type": "Element",
        "timestamp": "str",
        "_timestamp": "Element",
        "total": "int",
        "_total": "Element",
        "link": "list[BundleLink]",
        "entry": "list[BundleEntry]",
        "signature": "Signature",
    },
    total=False,
)


BundleEntry = TypedDict(
    "BundleEntry",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "link": "list[BundleLink]",
        "fullUrl": "str",
        "_fullUrl": "Element",
        "resource": "Resource",
        "search": "BundleEntrySearch",
        "request": "BundleEntryRequest",
        "response": "BundleEntryResponse",
    },
    total=False,
)


BundleEntryRequest = TypedDict(
    "BundleEntryRequest",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "method": Required["str"],
        "_method": "Element",
        "url": Required["str"],
        "_url": "Element",
        "ifNoneMatch": "str",
        "_ifNoneMatch": "Element",
        "ifModifiedSince": "str",
        "_ifModifiedSince": "Element",
        "ifMatch": "str",
        "_ifMatch": "Element",
        "ifNoneExist": "str",
        "_ifNoneExist": "Element",
    },
    total=False,
)


BundleEntryResponse = TypedDict(
    "BundleEntryResponse",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "status": Required["str"],
        "_status": "Element",
        "location": "str",
        "_location": "Element",
        "etag": "str",
        "_etag": "Element",
        "lastModified": "str",
        "_lastModified": "Element",
        "outcome": "Resource",
    },
    total=False,
)


BundleEntrySearch = TypedDict(
    "BundleEntrySearch",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "mode": "str",
        "_mode": "Element",
        "score": "Number",
        "_score": "Element",
    },
    total=False,
)


BundleLink = TypedDict(
    "BundleLink",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "relation": Required["str"],
        "_relation": "Element",
        "url": Required["str"],
        "_url": "Element",
    },
    total=False,
)


CapabilityStatement = TypedDict(
    "CapabilityStatement",
    {
        "resourceType": Required[Literal["CapabilityStatement"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "url": "str",
        "_url": "Element",
        "version": "str",
        "_version": "Element",
        "name": "str",
        "_name": "Element",
        "title": "str",
        "_title": "Element",
        "status": Required["str"],
        "_status": "Element",
        "experimental": "bool",
        "_experimental": "Element",
        "date": Required["str"],
        "_date": "Element",
        "publisher": "str",
        "_publisher": "Element",
        "contact": "list[ContactDetail]",
        "description": "str",
        "_description": "Element",
        "useContext": "list[UsageContext]",
        "jurisdiction": "list[CodeableConcept]",
        "purpose": "str",
        "_purpose": "Element",
        "copyright": "str",
        "_copyright": "Element",
        "kind": Required["str"],
        "_kind": "Element",
        "instantiates": "list[str | None]",
        "_instantiates": "list[Element | None]",
        "imports": "list[str | None]",
        "_imports": "list[Element | None]",
        "software": "CapabilityStatementSoftware",
        "implementation": "CapabilityStatementImplementation",
        "fhirVersion": Required["str"],
        "_fhirVersion": "Element",
        "format": Required["list[str | None]"],
        "_format": "list[Element | None]",
        "patchFormat": "list[str | None]",
        "_patchFormat": "list[Element | None]",
        "implementationGuide": "list[str | None]",
        "_implementationGuide": "list[Element | None]",
        "rest": "list[CapabilityStatementRest]",
        "messaging": "list[CapabilityStatementMessaging]",
        "document": "list[CapabilityStatementDocument]",
    },
    total=False,
)


CapabilityStatementDocument = TypedDict(
    "CapabilityStatementDocument",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "mode": Required["str"],
        "_mode": "Element",
        "documentation": "str",
        "_documentation": "Element",
        "profile": Required["str"],
        "_profile": "Element",
    },
    total=False,
)


CapabilityStatementImplementation = TypedDict(
    "CapabilityStatementImplementation",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "description": Required["str"],
        "_description": "Element",
        "url": "str",
        "_url": "Element",
        "custodian": "Reference",
    },
    total=False,
)


CapabilityStatementMessaging = TypedDict(
    "CapabilityStatementMessaging",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "endpoint": "list[CapabilityStatementMessagingEndpoint]",
        "reliableCache": "int",
        "_reliableCache": "Element",
        "documentation": "str",
        "_documentation": "Element",
        "supportedMessage": "list[CapabilityStatementMessagingSupportedMessage]",
    },
    total=False,
)


CapabilityStatementMessagingEndpoint = TypedDict(
    "CapabilityStatementMessagingEndpoint",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "protocol": Required["Coding"],
        "address": Required["str"],
        "_address": "Element",
    },
    total=False,
)


CapabilityStatementMessagingSupportedMessage = TypedDict(
    "CapabilityStatementMessagingSupportedMessage",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "mode": Required["str"],
        "_mode": "Element",
        "definition": Required["str"],
        "_definition": "Element",
    },
    total=False,
)


CapabilityStatementRest = TypedDict(
    "CapabilityStatementRest",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "mode": Required["str"],
        "_mode": "Element",
        "documentation": "str",
        "_documentation": "Element",
        "security": "CapabilityStatementRestSecurity",
        "resource": "list[CapabilityStatementRestResource]",
        "interaction": "list[CapabilityStatementRestInteraction]",
        "searchParam": "list[CapabilityStatementRestResourceSearchParam]",
        "operation": "list[CapabilityStatementRestResourceOperation]",
        "compartment": "list[str | None]",
        "_compartment": "list[Element | None]",
    },
    total=False,
)


CapabilityStatementRestInteraction = TypedDict(
    "CapabilityStatementRestInteraction",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "code": Required["str"],
        "_code": "Element",
        "documentation": "str",
        "_documentation": "Element",
    },
    total=False,
)


CapabilityStatementRestResource = TypedDict(
    "CapabilityStatementRestResource",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": Required["str"],
        "_type": "Element",
        "profile": "str",
        "_profile": "Element",
        "supportedProfile": "list[str | None]",
        "_supportedProfile": "list[Element | None]",
        "documentation": "str",
        "_documentation": "Element",
        "interaction": "list[CapabilityStatementRestResourceInteraction]",
        "versioning": "str",
        "_versioning": "Element",
        "readHistory": "bool",
        "_readHistory": "Element",
        "updateCreate": "bool",
        "_updateCreate": "Element",
        "conditionalCreate": "bool",
        "_conditionalCreate": "Element",
        "conditionalRead": "str",
        "_conditionalRead": "Element",
        "conditionalUpdate": "bool",
        "_conditionalUpdate": "Element",
        "conditionalDelete": "str",
        "_conditionalDelete": "Element",
        "referencePolicy": "list[str | None]",
        "_referencePolicy": "list[Element | None]",
        "searchInclude": "list[str | None]",
        "_searchInclude": "list[Element | None]",
        "searchRevInclude": "list[str | None]",
        "_searchRevInclude": "list[Element | None]",
        "searchParam": "list[CapabilityStatementRestResourceSearchParam]",
        "operation": "list[CapabilityStatementRestResourceOperation]",
    },
    total=False,
)


CapabilityStatementRestResourceInteraction = TypedDict(
    "CapabilityStatementRestResourceInteraction",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "code": Required["str"],
        "_code": "Element",
        "documentation": "str",
        "_documentation": "Element",
    },
    total=False,
)


CapabilityStatementRestResourceOperation = TypedDict(
    "CapabilityStatementRestResourceOperation",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "name": Required["str"],
        "_name": "Element",
        "definition": Required["str"],
        "_definition": "Element",
        "documentation": "str",
        "_documentation": "Element",
    },
    total=False,
)


CapabilityStatementRestResourceSearchParam = TypedDict(
    "CapabilityStatementRestResourceSearchParam",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "name": Required["str"],
        "_name": "Element",
        "definition": "str",
        "_definition": "Element",
        "type": Required["str"],
        "_type": "Element",
        "documentation": "str",
        "_documentation": "Element",
    },
    total=False,
)


CapabilityStatementRestSecurity = TypedDict(
    "CapabilityStatementRestSecurity",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "cors": "bool",
        "_cors": "Element",
        "service": "list[CodeableConcept]",
        "description": "str",
        "_description": "Element",
    },
    total=False,
)


CapabilityStatementSoftware = TypedDict(
    "CapabilityStatementSoftware",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "name": Required["str"],
        "_name": "Element",
        "version": "str",
        "_version": "Element",
        "releaseDate": "str",
        "_releaseDate": "Element",
    },
    total=False,
)


CarePlan = TypedDict(
    "CarePlan",
    {
        "resourceType": Required[Literal["CarePlan"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "instantiatesCanonical": "list[str | None]",
        "_instantiatesCanonical": "list[Element | None]",
        "instantiatesUri": "list[str | None]",
        "_instantiatesUri": "list[Element | None]",
        "basedOn": "list[Reference]",
        "replaces": "list[Reference]",
        "partOf": "list[Reference]",
        "status": Required["str"],
        "_status": "Element",
        "intent": Required["str"],
        "_intent": "Element",
        "category": "list[CodeableConcept]",
        "title": "str",
        "_title": "Element",
        "description": "str",
        "_description": "Element",
        "subject": Required["Reference"],
        "encounter": "Reference",
        "period": "Period",
        "created": "str",
        "_created": "Element",
        "author": "Reference",
        "contributor": "list[Reference]",
        "careTeam": "list[Reference]",
        "addresses": "list[Reference]",
        "supportingInfo": "list[Reference]",
        "goal": "list[Reference]",
        "activity": "list[CarePlanActivity]",
        "note": "list[Annotation]",
    },
    total=False,
)


CarePlanActivity = TypedDict(
    "CarePlanActivity",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "outcomeCodeableConcept": "list[CodeableConcept]",
        "outcomeReference": "list[Reference]",
        "progress": "list[Annotation]",
        "reference": "Reference",
        "detail": "CarePlanActivityDetail",
    },
    total=False,
)


CarePlanActivityDetail = TypedDict(
    "CarePlanActivityDetail",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "kind": "str",
        "_kind": "Element",
        "instantiatesCanonical": "list[str | None]",
        "_instantiatesCanonical": "list[Element | None]",
        "instantiatesUri": "list[str | None]",
        "_instantiatesUri": "list[Element | None]",
        "code": "CodeableConcept",
        "reasonCode": "list[CodeableConcept]",
        "reasonReference": "list[Reference]",
        "goal": "list[Reference]",
        "status": Required["str"],
        "_status": "Element",
        "statusReason": "CodeableConcept",
        "doNotPerform": "bool",
        "_doNotPerform": "Element",
        "scheduledTiming": "Timing",
        "scheduledPeriod": "Period",
        "scheduledString": "str",
        "_scheduledString": "Element",
        "location": "Reference",
        "performer": "list[Reference]",
        "productCodeableConcept": "CodeableConcept",
        "productReference": "Reference",
        "dailyAmount": "Quantity",
        "quantity": "Quantity",
        "description": "str",
        "_description": "Element",
    },
    total=False,
)


CareTeam = TypedDict(
    "CareTeam",
    {
        "resourceType": Required[Literal["CareTeam"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "status": "str",
        "_status": "Element",
        "category": "list[CodeableConcept]",
        "name": "str",
        "_name": "Element",
        "subject": "Reference",
        "encounter": "Reference",
        "period": "Period",
        "participant": "list[CareTeamParticipant]",
        "reasonCode": "list[CodeableConcept]",
        "reasonReference": "list[Reference]",
        "managingOrganization": "list[Reference]",
        "telecom": "list[ContactPoint]",
        "note": "list[Annotation]",
    },
    total=False,
)


CareTeamParticipant = TypedDict(
    "CareTeamParticipant",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "role": "list[CodeableConcept]",
        "member": "Reference",
        "onBehalfOf": "Reference",
        "period": "Period",
    },
    total=False,
)


CatalogEntry = TypedDict(
    "CatalogEntry",
    {
        "resourceType": Required[Literal["CatalogEntry"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "type": "CodeableConcept",
        "orderable": Required["bool"],
        "_orderable": "Element",
        "referencedItem": Required["Reference"],
        "additionalIdentifier": "list[Identifier]",
        "classification": "list[CodeableConcept]",
        "status": "str",
        "_status": "Element",
        "validityPeriod": "Period",
        "validTo": "str",
        "_validTo": "Element",
        "lastUpdated": "str",
        "_lastUpdated": "Element",
        "additionalCharacteristic": "list[CodeableConcept]",
        "additionalClassification": "list[CodeableConcept]",
        "relatedEntry": "list[CatalogEntryRelatedEntry]",
    },
    total=False,
)


CatalogEntryRelatedEntry = TypedDict(
    "CatalogEntryRelatedEntry",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "relationtype": Required["str"],
        "_relationtype": "Element",
        "item": Required["Reference"],
    },
    total=False,
)


ChargeItem = TypedDict(
    "ChargeItem",
    {
        "resourceType": Required[Literal["ChargeItem"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "definitionUri": "list[str | None]",
        "_definitionUri": "list[Element | None]",
        "definitionCanonical": "list[str | None]",
        "_definitionCanonical": "list[Element | None]",
        "status": Required["str"],
        "_status": "Element",
        "partOf": "list[Reference]",
        "code": Required["CodeableConcept"],
        "subject": Required["Reference"],
        "context": "Reference",
        "occurrenceDateTime": "str",
        "_occurrenceDateTime": "Element",
        "occurrencePeriod": "Period",
        "occurrenceTiming": "Timing",
        "performer": "list[ChargeItemPerformer]",
        "performingOrganization": "Reference",
        "requestingOrganization": "Reference",
        "costCenter": "Reference",
        "quantity": "Quantity",
        "bodysite": "list[CodeableConcept]",
        "factorOverride": "Number",
        "_factorOverride": "Element",
        "priceOverride": "Money",
        "overrideReason": "str",
        "_overrideReason": "Element",
        "enterer": "Reference",
        "enteredDate": "str",
        "_enteredDate": "Element",
        "reason": "list[CodeableConcept]",
        "service": "list[Reference]",
        "productReference": "Reference",
        "productCodeableConcept": "CodeableConcept",
        "account": "list[Reference]",
        "note": "list[Annotation]",
        "supportingInformation": "list[Reference]",
    },
    total=False,
)


ChargeItemPerformer = TypedDict(
    "ChargeItemPerformer",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "function": "CodeableConcept",
        "actor": Required["Reference"],
    },
    total=False,
)


ChargeItemDefinition = TypedDict(
    "ChargeItemDefinition",
    {
        "resourceType": Required[Literal["ChargeItemDefinition"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "url": Required["str"],
        "_url": "Element",
        "identifier": "list[Identifier]",
        "version": "str",
        "_version": "Element",
        "title": "str",
        "_title": "Element",
        "derivedFromUri": "list[str | None]",
        "_derivedFromUri": "list[Element | None]",
        "partOf": "list[str | None]",
        "_partOf": "list[Element | None]",
        "replaces": "list[str | None]",
        "_replaces": "list[Element | None]",
        "status": Required["str"],
        "_status": "Element",
        "experimental": "bool",
        "_experimental": "Element",
        "date": "str",
        "_date": "Element",
        "publisher": "str",
        "_publisher": "Element",
        "contact": "list[ContactDetail]",
        "description": "str",
        "_description": "Element",
        "useContext": "list[UsageContext]",
        "jurisdiction": "list[CodeableConcept]",
        "copyright": "str",
        "_copyright": "Element",
        "approvalDate": "str",
        "_approvalDate": "Element",
        "lastReviewDate": "str",
        "_lastReviewDate": "Element",
        "effectivePeriod": "Period",
        "code": "CodeableConcept",
        "instance": "list[Reference]",
        "applicability": "list[ChargeItemDefinitionApplicability]",
        "propertyGroup": "list[ChargeItemDefinitionPropertyGroup]",
    },
    total=False,
)


ChargeItemDefinitionApplicability = TypedDict(
    "ChargeItemDefinitionApplicability",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "description": "str",
        "_description": "Element",
        "language": "str",
        "_language": "Element",
        "expression": "str",
        "_expression": "Element",
    },
    total=False,
)


ChargeItemDefinitionPropertyGroup = TypedDict(
    "ChargeItemDefinitionPropertyGroup",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "applicability": "list[ChargeItemDefinitionApplicability]",
        "priceComponent": "list[ChargeItemDefinitionPropertyGroupPriceComponent]",
    },
    total=False,
)


ChargeItemDefinitionPropertyGroupPriceComponent = TypedDict(
    "ChargeItemDefinitionPropertyGroupPriceComponent",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": Required["str"],
        "_type": "Element",
        "code": "CodeableConcept",
        "factor": "Number",
        "_factor": "Element",
        "amount": "Money",
    },
    total=False,
)


Claim = TypedDict(
    "Claim",
    {
        "resourceType": Required[Literal["Claim"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "status": Required["str"],
        "_status": "Element",
        "type": Required["CodeableConcept"],
        "subType": "CodeableConcept",
        "use": Required["str"],
        "_use": "Element",
        "patient": Required["Reference"],
        "billablePeriod": "Period",
        "created": Required["str"],
        "_created": "Element",
        "enterer": "Reference",
        "insurer": "Reference",
        "provider": Required["Reference"],
        "priority": Required["CodeableConcept"],
        "fundsReserve": "CodeableConcept",
        "related": "list[ClaimRelated]",
        "prescription": "Reference",
        "originalPrescription": "Reference",
        "payee": "ClaimPayee",
        "referral": "Reference",
        "facility": "Reference",
        "careTeam": "list[ClaimCareTeam]",
        "supportingInfo": "list[ClaimSupportingInfo]",
        "diagnosis": "list[ClaimDiagnosis]",
        "procedure": "list[ClaimProcedure]",
        "insurance": Required["list[ClaimInsurance]"],
        "accident": "ClaimAccident",
        "item": "list[ClaimItem]",
        "total": "Money",
    },
    total=False,
)


ClaimAccident = TypedDict(
    "ClaimAccident",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "date": Required["str"],
        "_date": "Element",
        "type": "CodeableConcept",
        "locationAddress": "Address",
        "locationReference": "Reference",
    },
    total=False,
)


ClaimCareTeam = TypedDict(
    "ClaimCareTeam",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "sequence": Required["int"],
        "_sequence": "Element",
        "provider": Required["Reference"],
        "responsible": "bool",
        "_responsible": "Element",
        "role": "CodeableConcept",
        "qualification": "CodeableConcept",
    },
    total=False,
)


ClaimDiagnosis = TypedDict(
    "ClaimDiagnosis",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "sequence": Required["int"],
        "_sequence": "Element",
        "diagnosisCodeableConcept": "CodeableConcept",
        "diagnosisReference": "Reference",
        "type": "list[CodeableConcept]",
        "onAdmission": "CodeableConcept",
        "packageCode": "CodeableConcept",
    },
    total=False,
)


ClaimInsurance = TypedDict(
    "ClaimInsurance",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "sequence": Required["int"],
        "_sequence": "Element",
        "focal": Required["bool"],
        "_focal": "Element",
        "identifier": "Identifier",
        "coverage": Required["Reference"],
        "businessArrangement": "str",
        "_businessArrangement": "Element",
        "preAuthRef": "list[str | None]",
        "_preAuthRef": "list[Element | None]",
        "claimResponse": "Reference",
    },
    total=False,
)


ClaimItem = TypedDict(
    "ClaimItem",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "sequence": Required["int"],
        "_sequence": "Element",
        "careTeamSequence": "list[int | None]",
        "_careTeamSequence": "list[Element | None]",
        "diagnosisSequence": "list[int | None]",
        "_diagnosisSequence": "list[Element | None]",
        "procedureSequence": "list[int | None]",
        "_procedureSequence": "list[Element | None]",
        "informationSequence": "list[int | None]",
        "_informationSequence": "list[Element | None]",
        "revenue": "CodeableConcept",
        "category": "CodeableConcept",
        "productOrService": Required["CodeableConcept"],
        "modifier": "list[CodeableConcept]",
        "programCode": "list[CodeableConcept]",
        "servicedDate": "str",
        "_servicedDate": "Element",
        "servicedPeriod": "Period",
        "locationCodeableConcept": "CodeableConcept",
        "locationAddress": "Address",
        "locationReference": "Reference",
        "quantity": "Quantity",
        "unitPrice": "Money",
        "factor": "Number",
        "_factor": "Element",
        "net": "Money",
        "udi": "list[Reference]",
        "bodySite": "CodeableConcept",
        "subSite": "list[CodeableConcept]",
        "encounter": "list[Reference]",
        "detail": "list[ClaimItemDetail]",
    },
    total=False,
)


ClaimItemDetail = TypedDict(
    "ClaimItemDetail",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "sequence": Required["int"],
        "_sequence": "Element",
        "revenue": "CodeableConcept",
        "category": "CodeableConcept",
        "productOrService": Required["CodeableConcept"],
        "modifier": "list[CodeableConcept]",
        "programCode": "list[CodeableConcept]",
        "quantity": "Quantity",
        "unitPrice": "Money",
        "factor": "Number",
        "_factor": "Element",
        "net": "Money",
        "udi": "list[Reference]",
        "subDetail": "list[ClaimItemDetailSubDetail]",
    },
    total=False,
)


ClaimItemDetailSubDetail = TypedDict(
    "ClaimItemDetailSubDetail",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "sequence": Required["int"],
        "_sequence": "Element",
        "revenue": "CodeableConcept",
        "category": "CodeableConcept",
        "productOrService": Required["CodeableConcept"],
        "modifier": "list[CodeableConcept]",
        "programCode": "list[CodeableConcept]",
        "quantity": "Quantity",
        "unitPrice": "Money",
        "factor": "Number",
        "_factor": "Element",
        "net": "Money",
        "udi": "list[Reference]",
    },
    total=False,
)


ClaimPayee = TypedDict(
    "ClaimPayee",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": Required["CodeableConcept"],
        "party": "Reference",
    },
    total=False,
)


ClaimProcedure = TypedDict(
    "ClaimProcedure",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "sequence": Required["int"],
        "_sequence": "Element",
        "type": "list[CodeableConcept]",
        "date": "str",
        "_date": "Element",
        "procedureCodeableConcept": "CodeableConcept",
        "procedureReference": "Reference",
        "udi": "list[Reference]",
    },
    total=False,
)


ClaimRelated = TypedDict(
    "ClaimRelated",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "claim": "Reference",
        "relationship": "CodeableConcept",
        "reference": "Identifier",
    },
    total=False,
)


ClaimSupportingInfo = TypedDict(
    "ClaimSupportingInfo",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "sequence": Required["int"],
        "_sequence": "Element",
        "category": Required["CodeableConcept"],
        "code": "CodeableConcept",
        "timingDate": "str",
        "_timingDate": "Element",
        "timingPeriod": "Period",
        "valueBoolean": "bool",
        "_valueBoolean": "Element",
        "valueString": "str",
        "_valueString": "Element",
        "valueQuantity": "Quantity",
        "valueAttachment": "Attachment",
        "valueReference": "Reference",
        "reason": "CodeableConcept",
    },
    total=False,
)


ClaimResponse = TypedDict(
    "ClaimResponse",
    {
        "resourceType": Required[Literal["ClaimResponse"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "status": Required["str"],
        "_status": "Element",
        "type": Required["CodeableConcept"],
        "subType": "CodeableConcept",
        "use": Required["str"],
        "_use": "Element",
        "patient": Required["Reference"],
        "created": Required["str"],
        "_created": "Element",
        "insurer": Required["Reference"],
        "requestor": "Reference",
        "request": "Reference",
        "outcome": Required["str"],
        "_outcome": "Element",
        "disposition": "str",
        "_disposition": "Element",
        "preAuthRef": "str",
        "_preAuthRef": "Element",
        "preAuthPeriod": "Period",
        "payeeType": "CodeableConcept",
        "item": "list[ClaimResponseItem]",
        "addItem": "list[ClaimResponseAddItem]",
        "adjudication": "list[ClaimResponseItemAdjudication]",
        "total": "list[ClaimResponseTotal]",
        "payment": "ClaimResponsePayment",
        "fundsReserve": "CodeableConcept",
        "formCode": "CodeableConcept",
        "form": "Attachment",
        "processNote": "list[ClaimResponseProcessNote]",
        "communicationRequest": "list[Reference]",
        "insurance": "list[ClaimResponseInsurance]",
        "error": "list[ClaimResponseError]",
    },
    total=False,
)


ClaimResponseAddItem = TypedDict(
    "ClaimResponseAddItem",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "itemSequence": "list[int | None]",
        "_itemSequence": "list[Element | None]",
        "detailSequence": "list[int | None]",
        "_detailSequence": "list[Element | None]",
        "subdetailSequence": "list[int | None]",
        "_subdetailSequence": "list[Element | None]",
        "provider": "list[Reference]",
        "productOrService": Required["CodeableConcept"],
        "modifier": "list[CodeableConcept]",
        "programCode": "list[CodeableConcept]",
        "servicedDate": "str",
        "_servicedDate": "Element",
        "servicedPeriod": "Period",
        "locationCodeableConcept": "CodeableConcept",
        "locationAddress": "Address",
        "locationReference": "Reference",
        "quantity": "Quantity",
        "unitPrice": "Money",
        "factor": "Number",
        "_factor": "Element",
        "net": "Money",
        "bodySite": "CodeableConcept",
        "subSite": "list[CodeableConcept]",
        "noteNumber": "list[int | None]",
        "_noteNumber": "list[Element | None]",
        "adjudication": Required["list[ClaimResponseItemAdjudication]"],
        "detail": "list[ClaimResponseAddItemDetail]",
    },
    total=False,
)


ClaimResponseAddItemDetail = TypedDict(
    "ClaimResponseAddItemDetail",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "productOrService": Required["CodeableConcept"],
        "modifier": "list[CodeableConcept]",
        "quantity": "Quantity",
        "unitPrice": "Money",
        "factor": "Number",
        "_factor": "Element",
        "net": "Money",
        "noteNumber": "list[int | None]",
        "_noteNumber": "list[Element | None]",
        "adjudication": Required["list[ClaimResponseItemAdjudication]"],
        "subDetail": "list[ClaimResponseAddItemDetailSubDetail]",
    },
    total=False,
)


ClaimResponseAddItemDetailSubDetail = TypedDict(
    "ClaimResponseAddItemDetailSubDetail",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "productOrService": Required["CodeableConcept"],
        "modifier": "list[CodeableConcept]",
        "quantity": "Quantity",
        "unitPrice": "Money",
        "factor": "Number",
        "_factor": "Element",
        "net": "Money",
        "noteNumber": "list[int | None]",
        "_noteNumber": "list[Element | None]",
        "adjudication": Required["list[ClaimResponseItemAdjudication]"],
    },
    total=False,
)


ClaimResponseError = TypedDict(
    "ClaimResponseError",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "itemSequence": "int",
        "_itemSequence": "Element",
        "detailSequence": "int",
        "_detailSequence": "Element",
        "subDetailSequence": "int",
        "_subDetailSequence": "Element",
        "code": Required["CodeableConcept"],
    },
    total=False,
)


ClaimResponseInsurance = TypedDict(
    "ClaimResponseInsurance",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "sequence": Required["int"],
        "_sequence": "Element",
        "focal": Required["bool"],
        "_focal": "Element",
        "coverage": Required["Reference"],
        "businessArrangement": "str",
        "_businessArrangement": "Element",
        "claimResponse": "Reference",
    },
    total=False,
)


ClaimResponseItem = TypedDict(
    "ClaimResponseItem",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "itemSequence": Required["int"],
        "_itemSequence": "Element",
        "noteNumber": "list[int | None]",
        "_noteNumber": "list[Element | None]",
        "adjudication": Required["list[ClaimResponseItemAdjudication]"],
        "detail": "list[ClaimResponseItemDetail]",
    },
    total=False,
)


ClaimResponseItemAdjudication = TypedDict(
    "ClaimResponseItemAdjudication",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "category": Required["CodeableConcept"],
        "reason": "CodeableConcept",
        "amount": "Money",
        "value": "Number",
        "_value": "Element",
    },
    total=False,
)


ClaimResponseItemDetail = TypedDict(
    "ClaimResponseItemDetail",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "detailSequence": Required["int"],
        "_detailSequence": "Element",
        "noteNumber": "list[int | None]",
        "_noteNumber": "list[Element | None]",
        "adjudication": Required["list[ClaimResponseItemAdjudication]"],
        "subDetail": "list[ClaimResponseItemDetailSubDetail]",
    },
    total=False,
)


ClaimResponseItemDetailSubDetail = TypedDict(
    "ClaimResponseItemDetailSubDetail",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "subDetailSequence": Required["int"],
        "_subDetailSequence": "Element",
        "noteNumber": "list[int | None]",
        "_noteNumber": "list[Element | None]",
        "adjudication": "list[ClaimResponseItemAdjudication]",
    },
    total=False,
)


ClaimResponsePayment = TypedDict(
    "ClaimResponsePayment",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": Required["CodeableConcept"],
        "adjustment": "Money",
        "adjustmentReason": "CodeableConcept",
        "date": "str",
        "_date": "Element",
        "amount": Required["Money"],
        "identifier": "Identifier",
    },
    total=False,
)


ClaimResponseProcessNote = TypedDict(
    "ClaimResponseProcessNote",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "number": "int",
        "_number": "Element",
        "type": "str",
        "_type": "Element",
        "text": Required["str"],
        "_text": "Element",
        "language": "CodeableConcept",
    },
    total=False,
)


ClaimResponseTotal = TypedDict(
    "ClaimResponseTotal",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "category": Required["CodeableConcept"],
        "amount": Required["Money"],
    },
    total=False,
)


ClinicalImpression = TypedDict(
    "ClinicalImpression",
    {
        "resourceType": Required[Literal["ClinicalImpression"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "status": Required["str"],
        "_status": "Element",
        "statusReason": "CodeableConcept",
        "code": "CodeableConcept",
        "description": "str",
        "_description": "Element",
        "subject": Required["Reference"],
        "encounter": "Reference",
        "effectiveDateTime": "str",
        "_effectiveDateTime": "Element",
        "effectivePeriod": "Period",
        "date": "str",
        "_date": "Element",
        "assessor": "Reference",
        "previous": "Reference",
        "problem": "list[Reference]",
        "investigation": "list[ClinicalImpressionInvestigation]",
        "protocol": "list[str | None]",
        "_protocol": "list[Element | None]",
        "summary": "str",
        "_summary": "Element",
        "finding": "list[ClinicalImpressionFinding]",
        "prognosisCodeableConcept": "list[CodeableConcept]",
        "prognosisReference": "list[Reference]",
        "supportingInfo": "list[Reference]",
        "note": "list[Annotation]",
    },
    total=False,
)


ClinicalImpressionFinding = TypedDict(
    "ClinicalImpressionFinding",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "itemCodeableConcept": "CodeableConcept",
        "itemReference": "Reference",
        "basis": "str",
        "_basis": "Element",
    },
    total=False,
)


ClinicalImpressionInvestigation = TypedDict(
    "ClinicalImpressionInvestigation",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "code": Required["CodeableConcept"],
        "item": "list[Reference]",
    },
    total=False,
)


CodeSystem = TypedDict(
    "CodeSystem",
    {
        "resourceType": Required[Literal["CodeSystem"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "url": "str",
        "_url": "Element",
        "identifier": "list[Identifier]",
        "version": "str",
        "_version": "Element",
        "name": "str",
        "_name": "Element",
        "title": "str",
        "_title": "Element",
        "status": Required["str"],
        "_status": "Element",
        "experimental": "bool",
        "_experimental": "Element",
        "date": "str",
        "_date": "Element",
        "publisher": "str",
        "_publisher": "Element",
        "contact": "list[ContactDetail]",
        "description": "str",
        "_description": "Element",
        "useContext": "list[UsageContext]",
        "jurisdiction": "list[CodeableConcept]",
        "purpose": "str",
        "_purpose": "Element",
        "copyright": "str",
        "_copyright": "Element",
        "caseSensitive": "bool",
        "_caseSensitive": "Element",
        "valueSet": "str",
        "_valueSet": "Element",
        "hierarchyMeaning": "str",
        "_hierarchyMeaning": "Element",
        "compositional": "bool",
        "_compositional": "Element",
        "versionNeeded": "bool",
        "_versionNeeded": "Element",
        "content": Required["str"],
        "_content": "Element",
        "supplements": "str",
        "_supplements": "Element",
        "count": "int",
        "_count": "Element",
        "filter": "list[CodeSystemFilter]",
        "property": "list[CodeSystemProperty]",
        "concept": "list[CodeSystemConcept]",
    },
    total=False,
)


CodeSystemConcept = TypedDict(
    "CodeSystemConcept",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "code": Required["str"],
        "_code": "Element",
        "display": "str",
        "_display": "Element",
        "definition": "str",
        "_definition": "Element",
        "designation": "list[CodeSystemConceptDesignation]",
        "property": "list[CodeSystemConceptProperty]",
        "concept": "list[CodeSystemConcept]",
    },
    total=False,
)


CodeSystemConceptDesignation = TypedDict(
    "CodeSystemConceptDesignation",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "language": "str",
        "_language": "Element",
        "use": "Coding",
        "value": Required["str"],
        "_value": "Element",
    },
    total=False,
)


CodeSystemConceptProperty = TypedDict(
    "CodeSystemConceptProperty",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "code": Required["str"],
        "_code": "Element",
        "valueCode": "str",
        "_valueCode": "Element",
        "valueCoding": "Coding",
        "valueString": "str",
        "_valueString": "Element",
        "valueInteger": "int",
        "_valueInteger": "Element",
        "valueBoolean": "bool",
        "_valueBoolean": "Element",
        "valueDateTime": "str",
        "_valueDateTime": "Element",
        "valueDecimal": "Number",
        "_valueDecimal": "Element",
    },
    total=False,
)


CodeSystemFilter = TypedDict(
    "CodeSystemFilter",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "code": Required["str"],
        "_code": "Element",
        "description": "str",
        "_description": "Element",
        "operator": Required["list[str | None]"],
        "_operator": "list[Element | None]",
        "value": Required["str"],
        "_value": "Element",
    },
    total=False,
)


CodeSystemProperty = TypedDict(
    "CodeSystemProperty",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "code": Required["str"],
        "_code": "Element",
        "uri": "str",
        "_uri": "Element",
        "description": "str",
        "_description": "Element",
        "type": Required["str"],
        "_type": "Element",
    },
    total=False,
)


CodeableConcept = TypedDict(
    "CodeableConcept",
    {
        "id": "str",
        "extension": "list[Extension]",
        "coding": "list[Coding]",
        "text": "str",
        "_text": "Element",
    },
    total=False,
)


Coding = TypedDict(
    "Coding",
    {
        "id": "str",
        "extension": "list[Extension]",
        "system": "str",
        "_system": "Element",
        "version": "str",
        "_version": "Element",
        "code": "str",
        "_code": "Element",
        "display": "str",
        "_display": "Element",
        "userSelected": "bool",
        "_userSelected": "Element",
    },
    total=False,
)


Communication = TypedDict(
    "Communication",
    {
        "resourceType": Required[Literal["Communication"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "instantiatesCanonical": "list[str | None]",
        "_instantiatesCanonical": "list[Element | None]",
        "instantiatesUri": "list[str | None]",
        "_instantiatesUri": "list[Element | None]",
        "basedOn": "list[Reference]",
        "partOf": "list[Reference]",
        "inResponseTo": "list[Reference]",
        "status": Required["str"],
        "_status": "Element",
        "statusReason": "CodeableConcept",
        "category": "list[CodeableConcept]",
        "priority": "str",
        "_priority": "Element",
        "medium": "list[CodeableConcept]",
        "subject": "Reference",
        "topic": "CodeableConcept",
        "about": "list[Reference]",
        "encounter": "Reference",
        "sent": "str",
        "_sent": "Element",
        "received": "str",
        "_received": "Element",
        "recipient": "list[Reference]",
        "sender": "Reference",
        "reasonCode": "list[CodeableConcept]",
        "reasonReference": "list[Reference]",
        "payload": "list[CommunicationPayload]",
        "note": "list[Annotation]",
    },
    total=False,
)


CommunicationPayload = TypedDict(
    "CommunicationPayload",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "contentString": "str",
        "_contentString": "Element",
        "contentAttachment": "Attachment",
        "contentReference": "Reference",
    },
    total=False,
)


CommunicationRequest = TypedDict(
    "CommunicationRequest",
    {
        "resourceType": Required[Literal["CommunicationRequest"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "basedOn": "list[Reference]",
        "replaces": "list[Reference]",
        "groupIdentifier": "Identifier",
        "status": Required["str"],
        "_status": "Element",
        "statusReason": "CodeableConcept",
        "category": "list[CodeableConcept]",
        "priority": "str",
        "_priority": "Element",
        "doNotPerform": "bool",
        "_doNotPerform": "Element",
        "medium": "list[CodeableConcept]",
        "subject": "Reference",
        "about": "list[Reference]",
        "encounter": "Reference",
        "payload": "list[CommunicationRequestPayload]",
        "occurrenceDateTime": "str",
        "_occurrenceDateTime": "Element",
        "occurrencePeriod": "Period",
        "authoredOn": "str",
        "_authoredOn": "Element",
        "requester": "Reference",
        "recipient": "list[Reference]",
        "sender": "Reference",
        "reasonCode": "list[CodeableConcept]",
        "reasonReference": "list[Reference]",
        "note": "list[Annotation]",
    },
    total=False,
)


CommunicationRequestPayload = TypedDict(
    "CommunicationRequestPayload",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "contentString": "str",
        "_contentString": "Element",
        "contentAttachment": "Attachment",
        "contentReference": "Reference",
    },
    total=False,
)


CompartmentDefinition = TypedDict(
    "CompartmentDefinition",
    {
        "resourceType": Required[Literal["CompartmentDefinition"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "url": Required["str"],
        "_url": "Element",
        "version": "str",
        "_version": "Element",
        "name": Required["str"],
        "_name": "Element",
        "status": Required["str"],
        "_status": "Element",
        "experimental": "bool",
        "_experimental": "Element",
        "date": "str",
        "_date": "Element",
        "publisher": "str",
        "_publisher": "Element",
        "contact": "list[ContactDetail]",
        "description": "str",
        "_description": "Element",
        "useContext": "list[UsageContext]",
        "purpose": "str",
        "_purpose": "Element",
        "code": Required["str"],
        "_code": "Element",
        "search": Required["bool"],
        "_search": "Element",
        "resource": "list[CompartmentDefinitionResource]",
    },
    total=False,
)


CompartmentDefinitionResource = TypedDict(
    "CompartmentDefinitionResource",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "code": Required["str"],
        "_code": "Element",
        "param": "list[str | None]",
        "_param": "list[Element | None]",
        "documentation": "str",
        "_documentation": "Element",
    },
    total=False,
)


Composition = TypedDict(
    "Composition",
    {
        "resourceType": Required[Literal["Composition"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "Identifier",
        "status": Required["str"],
        "_status": "Element",
        "type": Required["CodeableConcept"],
        "category": "list[CodeableConcept]",
        "subject": "Reference",
        "encounter": "Reference",
        "date": Required["str"],
        "_date": "Element",
        "author": Required["list[Reference]"],
        "title": Required["str"],
        "_title": "Element",
        "confidentiality": "str",
        "_confidentiality": "Element",
        "attester": "list[CompositionAttester]",
        "custodian": "Reference",
        "relatesTo": "list[CompositionRelatesTo]",
        "event": "list[CompositionEvent]",
        "section": "list[CompositionSection]",
    },
    total=False,
)


CompositionAttester = TypedDict(
    "CompositionAttester",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "mode": Required["str"],
        "_mode": "Element",
        "time": "str",
        "_time": "Element",
        "party": "Reference",
    },
    total=False,
)


CompositionEvent = TypedDict(
    "CompositionEvent",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "code": "list[CodeableConcept]",
        "period": "Period",
        "detail": "list[Reference]",
    },
    total=False,
)


CompositionRelatesTo = TypedDict(
    "CompositionRelatesTo",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "code": Required["str"],
        "_code": "Element",
        "targetIdentifier": "Identifier",
        "targetReference": "Reference",
    },
    total=False,
)


CompositionSection = TypedDict(
    "CompositionSection",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "title": "str",
        "_title": "Element",
        "code": "CodeableConcept",
        "author": "list[Reference]",
        "focus": "Reference",
        "text": "Narrative",
        "mode": "str",
        "_mode": "Element",
        "orderedBy": "CodeableConcept",
        "entry": "list[Reference]",
        "emptyReason": "CodeableConcept",
        "section": "list[CompositionSection]",
    },
    total=False,
)


ConceptMap = TypedDict(
    "ConceptMap",
    {
        "resourceType": Required[Literal["ConceptMap"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "url": "str",
        "_url": "Element",
        "identifier": "Identifier",
        "version": "str",
        "_version": "Element",
        "name": "str",
        "_name": "Element",
        "title": "str",
        "_title": "Element",
        "status": Required["str"],
        "_status": "Element",
        "experimental": "bool",
        "_experimental": "Element",
        "date": "str",
        "_date": "Element",
        "publisher": "str",
        "_publisher": "Element",
        "contact": "list[ContactDetail]",
        "description": "str",
        "_description": "Element",
        "useContext": "list[UsageContext]",
        "jurisdiction": "list[CodeableConcept]",
        "purpose": "str",
        "_purpose": "Element",
        "copyright": "str",
        "_copyright": "Element",
        "sourceUri": "str",
        "_sourceUri": "Element",
        "sourceCanonical": "str",
        "_sourceCanonical": "Element",
        "targetUri": "str",
        "_targetUri": "Element",
        "targetCanonical": "str",
        "_targetCanonical": "Element",
        "group": "list[ConceptMapGroup]",
    },
    total=False,
)


ConceptMapGroup = TypedDict(
    "ConceptMapGroup",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "source": "str",
        "_source": "Element",
        "sourceVersion": "str",
        "_sourceVersion": "Element",
        "target": "str",
        "_target": "Element",
        "targetVersion": "str",
        "_targetVersion": "Element",
        "element": Required["list[ConceptMapGroupElement]"],
        "unmapped": "ConceptMapGroupUnmapped",
    },
    total=False,
)


ConceptMapGroupElement = TypedDict(
    "ConceptMapGroupElement",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "code": "str",
        "_code": "Element",
        "display": "str",
        "_display": "Element",
        "target": "list[ConceptMapGroupElementTarget]",
    },
    total=False,
)


ConceptMapGroupElementTarget = TypedDict(
    "ConceptMapGroupElementTarget",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "code": "str",
        "_code": "Element",
        "display": "str",
        "_display": "Element",
        "equivalence": Required["str"],
        "_equivalence": "Element",
        "comment": "str",
        "_comment": "Element",
        "dependsOn": "list[ConceptMapGroupElementTargetDependsOn]",
        "product": "list[ConceptMapGroupElementTargetDependsOn]",
    },
    total=False,
)


ConceptMapGroupElementTargetDependsOn = TypedDict(
    "ConceptMapGroupElementTargetDependsOn",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "property": Required["str"],
        "_property": "Element",
        "system": "str",
        "_system": "Element",
        "value": Required["str"],
        "_value": "Element",
        "display": "str",
        "_display": "Element",
    },
    total=False,
)


ConceptMapGroupUnmapped = TypedDict(
    "ConceptMapGroupUnmapped",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "mode": Required["str"],
        "_mode": "Element",
        "code": "str",
        "_code": "Element",
        "display": "str",
        "_display": "Element",
        "url": "str",
        "_url": "Element",
    },
    total=False,
)


Condition = TypedDict(
    "Condition",
    {
        "resourceType": Required[Literal["Condition"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "clinicalStatus": "CodeableConcept",
        "verificationStatus": "CodeableConcept",
        "category": "list[CodeableConcept]",
        "severity": "CodeableConcept",
        "code": "CodeableConcept",
        "bodySite": "list[CodeableConcept]",
        "subject": Required["Reference"],
        "encounter": "Reference",
        "onsetDateTime": "str",
        "_onsetDateTime": "Element",
        "onsetAge": "Age",
        "onsetPeriod": "Period",
        "onsetRange": "Range",
        "onsetString": "str",
        "_onsetString": "Element",
        "abatementDateTime": "str",
        "_abatementDateTime": "Element",
        "abatementAge": "Age",
        "abatementPeriod": "Period",
        "abatementRange": "Range",
        "abatementString": "str",
        "_abatementString": "Element",
        "recordedDate": "str",
        "_recordedDate": "Element",
        "recorder": "Reference",
        "asserter": "Reference",
        "stage": "list[ConditionStage]",
        "evidence": "list[ConditionEvidence]",
        "note": "list[Annotation]",
    },
    total=False,
)


ConditionEvidence = TypedDict(
    "ConditionEvidence",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "code": "list[CodeableConcept]",
        "detail": "list[Reference]",
    },
    total=False,
)


ConditionStage = TypedDict(
    "ConditionStage",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "summary": "CodeableConcept",
        "assessment": "list[Reference]",
        "type": "CodeableConcept",
    },
    total=False,
)


Consent = TypedDict(
    "Consent",
    {
        "resourceType": Required[Literal["Consent"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "status": Required["str"],
        "_status": "Element",
        "scope": Required["CodeableConcept"],
        "category": Required["list[CodeableConcept]"],
        "patient": "Reference",
        "dateTime": "str",
        "_dateTime": "Element",
        "performer": "list[Reference]",
        "organization": "list[Reference]",
        "sourceAttachment": "Attachment",
        "sourceReference": "Reference",
        "policy": "list[ConsentPolicy]",
        "policyRule": "CodeableConcept",
        "verification": "list[ConsentVerification]",
        "provision": "ConsentProvision",
    },
    total=False,
)


ConsentPolicy = TypedDict(
    "ConsentPolicy",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "authority": "str",
        "_authority": "Element",
        "uri": "str",
        "_uri": "Element",
    },
    total=False,
)


ConsentProvision = TypedDict(
    "ConsentProvision",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": "str",
        "_type": "Element",
        "period": "Period",
        "actor": "list[ConsentProvisionActor]",
        "action": "list[CodeableConcept]",
        "securityLabel": "list[Coding]",
        "purpose": "list[Coding]",
        "class": "list[Coding]",
        "code": "list[CodeableConcept]",
        "dataPeriod": "Period",
        "data": "list[ConsentProvisionData]",
        "provision": "list[ConsentProvision]",
    },
    total=False,
)


ConsentProvisionActor = TypedDict(
    "ConsentProvisionActor",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "role": Required["CodeableConcept"],
        "reference": Required["Reference"],
    },
    total=False,
)


ConsentProvisionData = TypedDict(
    "ConsentProvisionData",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "meaning": Required["str"],
        "_meaning": "Element",
        "reference": Required["Reference"],
    },
    total=False,
)


ConsentVerification = TypedDict(
    "ConsentVerification",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "verified": Required["bool"],
        "_verified": "Element",
        "verifiedWith": "Reference",
        "verificationDate": "str",
        "_verificationDate": "Element",
    },
    total=False,
)


ContactDetail = TypedDict(
    "ContactDetail",
    {
        "id": "str",
        "extension": "list[Extension]",
        "name": "str",
        "_name": "Element",
        "telecom": "list[ContactPoint]",
    },
    total=False,
)


ContactPoint = TypedDict(
    "ContactPoint",
    {
        "id": "str",
        "extension": "list[Extension]",
        "system": "str",
        "_system": "Element",
        "value": "str",
        "_value": "Element",
        "use": "str",
        "_use": "Element",
        "rank": "int",
        "_rank": "Element",
        "period": "Period",
    },
    total=False,
)


Contract = TypedDict(
    "Contract",
    {
        "resourceType": Required[Literal["Contract"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "url": "str",
        "_url": "Element",
        "version": "str",
        "_version": "Element",
        "status": "str",
        "_status": "Element",
        "legalState": "CodeableConcept",
        "instantiatesCanonical": "Reference",
        "instantiatesUri": "str",
        "_instantiatesUri": "Element",
        "contentDerivative": "CodeableConcept",
        "issued": "str",
        "_issued": "Element",
        "applies": "Period",
        "expirationType": "CodeableConcept",
        "subject": "list[Reference]",
        "authority": "list[Reference]",
        "domain": "list[Reference]",
        "site": "list[Reference]",
        "name": "str",
        "_name": "Element",
        "title": "str",
        "_title": "Element",
        "subtitle": "str",
        "_subtitle": "Element",
        "alias": "list[str | None]",
        "_alias": "list[Element | None]",
        "author": "Reference",
        "scope": "CodeableConcept",
        "topicCodeableConcept": "CodeableConcept",
        "topicReference": "Reference",
        "type": "CodeableConcept",
        "subType": "list[CodeableConcept]",
        "contentDefinition": "ContractContentDefinition",
        "term": "list[ContractTerm]",
        "supportingInfo": "list[Reference]",
        "relevantHistory": "list[Reference]",
        "signer": "list[ContractSigner]",
        "friendly": "list[ContractFriendly]",
        "legal": "list[ContractLegal]",
        "rule": "list[ContractRule]",
        "legallyBindingAttachment": "Attachment",
        "legallyBindingReference": "Reference",
    },
    total=False,
)


ContractContentDefinition = TypedDict(
    "ContractContentDefinition",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": Required["CodeableConcept"],
        "subType": "CodeableConcept",
        "publisher": "Reference",
        "publicationDate": "str",
        "_publicationDate": "Element",
        "publicationStatus": Required["str"],
        "_publicationStatus": "Element",
        "copyright": "str",
        "_copyright": "Element",
    },
    total=False,
)


ContractFriendly = TypedDict(
    "ContractFriendly",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "contentAttachment": "Attachment",
        "contentReference": "Reference",
    },
    total=False,
)


ContractLegal = TypedDict(
    "ContractLegal",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "contentAttachment": "Attachment",
        "contentReference": "Reference",
    },
    total=False,
)


ContractRule = TypedDict(
    "ContractRule",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "contentAttachment": "Attachment",
        "contentReference": "Reference",
    },
    total=False,
)


ContractSigner = TypedDict(
    "ContractSigner",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": Required["Coding"],
        "party": Required["Reference"],
        "signature": Required["list[Signature]"],
    },
    total=False,
)


ContractTerm = TypedDict(
    "ContractTerm",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "Identifier",
        "issued": "str",
        "_issued": "Element",
        "applies": "Period",
        "topicCodeableConcept": "CodeableConcept",
        "topicReference": "Reference",
        "type": "CodeableConcept",
        "subType": "CodeableConcept",
        "text": "str",
        "_text": "Element",
        "securityLabel": "list[ContractTermSecurityLabel]",
        "offer": Required["ContractTermOffer"],
        "asset": "list[ContractTermAsset]",
        "action": "list[ContractTermAction]",
        "group": "list[ContractTerm]",
    },
    total=False,
)


ContractTermAction = TypedDict(
    "ContractTermAction",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "doNotPerform": "bool",
        "_doNotPerform": "Element",
        "type": Required["CodeableConcept"],
        "subject": "list[ContractTermActionSubject]",
        "intent": Required["CodeableConcept"],
        "linkId": "list[str | None]",
        "_linkId": "list[Element | None]",
        "status": Required["CodeableConcept"],
        "context": "Reference",
        "contextLinkId": "list[str | None]",
        "_contextLinkId": "list[Element | None]",
        "occurrenceDateTime": "str",
        "_occurrenceDateTime": "Element",
        "occurrencePeriod": "Period",
        "occurrenceTiming": "Timing",
        "requester": "list[Reference]",
        "requesterLinkId": "list[str | None]",
        "_requesterLinkId": "list[Element | None]",
        "performerType": "list[CodeableConcept]",
        "performerRole": "CodeableConcept",
        "performer": "Reference",
        "performerLinkId": "list[str | None]",
        "_performerLinkId": "list[Element | None]",
        "reasonCode": "list[CodeableConcept]",
        "reasonReference": "list[Reference]",
        "reason": "list[str | None]",
        "_reason": "list[Element | None]",
        "reasonLinkId": "list[str | None]",
        "_reasonLinkId": "list[Element | None]",
        "note": "list[Annotation]",
        "securityLabelNumber": "list[int | None]",
        "_securityLabelNumber": "list[Element | None]",
    },
    total=False,
)


ContractTermActionSubject = TypedDict(
    "ContractTermActionSubject",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "reference": Required["list[Reference]"],
        "role": "CodeableConcept",
    },
    total=False,
)


ContractTermAsset = TypedDict(
    "ContractTermAsset",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "scope": "CodeableConcept",
        "type": "list[CodeableConcept]",
        "typeReference": "list[Reference]",
        "subtype": "list[CodeableConcept]",
        "relationship": "Coding",
        "context": "list[ContractTermAssetContext]",
        "condition": "str",
        "_condition": "Element",
        "periodType": "list[CodeableConcept]",
        "period": "list[Period]",
        "usePeriod": "list[Period]",
        "text": "str",
        "_text": "Element",
        "linkId": "list[str | None]",
        "_linkId": "list[Element | None]",
        "answer": "list[ContractTermOfferAnswer]",
        "securityLabelNumber": "list[int | None]",
        "_securityLabelNumber": "list[Element | None]",
        "valuedItem": "list[ContractTermAssetValuedItem]",
    },
    total=False,
)


ContractTermAssetContext = TypedDict(
    "ContractTermAssetContext",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "reference": "Reference",
        "code": "list[CodeableConcept]",
        "text": "str",
        "_text": "Element",
    },
    total=False,
)


ContractTermAssetValuedItem = TypedDict(
    "ContractTermAssetValuedItem",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "entityCodeableConcept": "CodeableConcept",
        "entityReference": "Reference",
        "identifier": "Identifier",
        "effectiveTime": "str",
        "_effectiveTime": "Element",
        "quantity": "Quantity",
        "unitPrice": "Money",
        "factor": "Number",
        "_factor": "Element",
        "points": "Number",
        "_points": "Element",
        "net": "Money",
        "payment": "str",
        "_payment": "Element",
        "paymentDate": "str",
        "_paymentDate": "Element",
        "responsible": "Reference",
        "recipient": "Reference",
        "linkId": "list[str | None]",
        "_linkId": "list[Element | None]",
        "securityLabelNumber": "list[int | None]",
        "_securityLabelNumber": "list[Element | None]",
    },
    total=False,
)


ContractTermOffer = TypedDict(
    "ContractTermOffer",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "party": "list[ContractTermOfferParty]",
        "topic": "Reference",
        "type": "CodeableConcept",
        "decision": "CodeableConcept",
        "decisionMode": "list[CodeableConcept]",
        "answer": "list[ContractTermOfferAnswer]",
        "text": "str",
        "_text": "Element",
        "linkId": "list[str | None]",
        "_linkId": "list[Element | None]",
        "securityLabelNumber": "list[int | None]",
        "_securityLabelNumber": "list[Element | None]",
    },
    total=False,
)


ContractTermOfferAnswer = TypedDict(
    "ContractTermOfferAnswer",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "valueBoolean": "bool",
        "_valueBoolean": "Element",
        "valueDecimal": "Number",
        "_valueDecimal": "Element",
        "valueInteger": "int",
        "_valueInteger": "Element",
        "valueDate": "str",
        "_valueDate": "Element",
        "valueDateTime": "str",
        "_valueDateTime": "Element",
        "valueTime": "str",
        "_valueTime": "Element",
        "valueString": "str",
        "_valueString": "Element",
        "valueUri": "str",
        "_valueUri": "Element",
        "valueAttachment": "Attachment",
        "valueCoding": "Coding",
        "valueQuantity": "Quantity",
        "valueReference": "Reference",
    },
    total=False,
)


ContractTermOfferParty = TypedDict(
    "ContractTermOfferParty",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "reference": Required["list[Reference]"],
        "role": Required["CodeableConcept"],
    },
    total=False,
)


ContractTermSecurityLabel = TypedDict(
    "ContractTermSecurityLabel",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "number": "list[int | None]",
        "_number": "list[Element | None]",
        "classification": Required["Coding"],
        "category": "list[Coding]",
        "control": "list[Coding]",
    },
    total=False,
)


Contributor = TypedDict(
    "Contributor",
    {
        "id": "str",
        "extension": "list[Extension]",
        "type": Required["str"],
        "_type": "Element",
        "name": Required["str"],
        "_name": "Element",
        "contact": "list[ContactDetail]",
    },
    total=False,
)


Count = TypedDict(
    "Count",
    {
        "id": "str",
        "extension": "list[Extension]",
        "value": "Number",
        "_value": "Element",
        "comparator": "str",
        "_comparator": "Element",
        "unit": "str",
        "_unit": "Element",
        "system": "str",
        "_system": "Element",
        "code": "str",
        "_code": "Element",
    },
    total=False,
)


Coverage = TypedDict(
    "Coverage",
    {
        "resourceType": Required[Literal["Coverage"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "status": Required["str"],
        "_status": "Element",
        "type": "CodeableConcept",
        "policyHolder": "Reference",
        "subscriber": "Reference",
        "subscriberId": "str",
        "_subscriberId": "Element",
        "beneficiary": Required["Reference"],
        "dependent": "str",
        "_dependent": "Element",
        "relationship": "CodeableConcept",
        "period": "Period",
        "payor": Required["list[Reference]"],
        "class": "list[CoverageClass]",
        "order": "int",
        "_order": "Element",
        "network": "str",
        "_network": "Element",
        "costToBeneficiary": "list[CoverageCostToBeneficiary]",
        "subrogation": "bool",
        "_subrogation": "Element",
        "contract": "list[Reference]",
    },
    total=False,
)


CoverageClass = TypedDict(
    "CoverageClass",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": Required["CodeableConcept"],
        "value": Required["str"],
        "_value": "Element",
        "name": "str",
        "_name": "Element",
    },
    total=False,
)


CoverageCostToBeneficiary = TypedDict(
    "CoverageCostToBeneficiary",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": "CodeableConcept",
        "valueQuantity": "Quantity",
        "valueMoney": "Money",
        "exception": "list[CoverageCostToBeneficiaryException]",
    },
    total=False,
)


CoverageCostToBeneficiaryException = TypedDict(
    "CoverageCostToBeneficiaryException",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": Required["CodeableConcept"],
        "period": "Period",
    },
    total=False,
)


CoverageEligibilityRequest = TypedDict(
    "CoverageEligibilityRequest",
    {
        "resourceType": Required[Literal["CoverageEligibilityRequest"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "status": Required["str"],
        "_status": "Element",
        "priority": "CodeableConcept",
        "purpose": Required["list[str | None]"],
        "_purpose": "list[Element | None]",
        "patient": Required["Reference"],
        "servicedDate": "str",
        "_servicedDate": "Element",
        "servicedPeriod": "Period",
        "created": Required["str"],
        "_created": "Element",
        "enterer": "Reference",
        "provider": "Reference",
        "insurer": Required["Reference"],
        "facility": "Reference",
        "supportingInfo": "list[CoverageEligibilityRequestSupportingInfo]",
        "insurance": "list[CoverageEligibilityRequestInsurance]",
        "item": "list[CoverageEligibilityRequestItem]",
    },
    total=False,
)


CoverageEligibilityRequestInsurance = TypedDict(
    "CoverageEligibilityRequestInsurance",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "focal": "bool",
        "_focal": "Element",
        "coverage": Required["Reference"],
        "businessArrangement": "str",
        "_businessArrangement": "Element",
    },
    total=False,
)


CoverageEligibilityRequestItem = TypedDict(
    "CoverageEligibilityRequestItem",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "supportingInfoSequence": "list[int | None]",
        "_supportingInfoSequence": "list[Element | None]",
        "category": "CodeableConcept",
        "productOrService": "CodeableConcept",
        "modifier": "list[CodeableConcept]",
        "provider": "Reference",
        "quantity": "Quantity",
        "unitPrice": "Money",
        "facility": "Reference",
        "diagnosis": "list[CoverageEligibilityRequestItemDiagnosis]",
        "detail": "list[Reference]",
    },
    total=False,
)


CoverageEligibilityRequestItemDiagnosis = TypedDict(
    "CoverageEligibilityRequestItemDiagnosis",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "diagnosisCodeableConcept": "CodeableConcept",
        "diagnosisReference": "Reference",
    },
    total=False,
)


CoverageEligibilityRequestSupportingInfo = TypedDict(
    "CoverageEligibilityRequestSupportingInfo",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "sequence": Required["int"],
        "_sequence": "Element",
        "information": Required["Reference"],
        "appliesToAll": "bool",
        "_appliesToAll": "Element",
    },
    total=False,
)


CoverageEligibilityResponse = TypedDict(
    "CoverageEligibilityResponse",
    {
        "resourceType": Required[Literal["CoverageEligibilityResponse"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "status": Required["str"],
        "_status": "Element",
        "purpose": Required["list[str | None]"],
        "_purpose": "list[Element | None]",
        "patient": Required["Reference"],
        "servicedDate": "str",
        "_servicedDate": "Element",
        "servicedPeriod": "Period",
        "created": Required["str"],
        "_created": "Element",
        "requestor": "Reference",
        "request": Required["Reference"],
        "outcome": Required["str"],
        "_outcome": "Element",
        "disposition": "str",
        "_disposition": "Element",
        "insurer": Required["Reference"],
        "insurance": "list[CoverageEligibilityResponseInsurance]",
        "preAuthRef": "str",
        "_preAuthRef": "Element",
        "form": "CodeableConcept",
        "error": "list[CoverageEligibilityResponseError]",
    },
    total=False,
)


CoverageEligibilityResponseError = TypedDict(
    "CoverageEligibilityResponseError",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "code": Required["CodeableConcept"],
    },
    total=False,
)


CoverageEligibilityResponseInsurance = TypedDict(
    "CoverageEligibilityResponseInsurance",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "coverage": Required["Reference"],
        "inforce": "bool",
        "_inforce": "Element",
        "benefitPeriod": "Period",
        "item": "list[CoverageEligibilityResponseInsuranceItem]",
    },
    total=False,
)


CoverageEligibilityResponseInsuranceItem = TypedDict(
    "CoverageEligibilityResponseInsuranceItem",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "category": "CodeableConcept",
        "productOrService": "CodeableConcept",
        "modifier": "list[CodeableConcept]",
        "provider": "Reference",
        "excluded": "bool",
        "_excluded": "Element",
        "name": "str",
        "_name": "Element",
        "description": "str",
        "_description": "Element",
        "network": "CodeableConcept",
        "unit": "CodeableConcept",
        "term": "CodeableConcept",
        "benefit": "list[CoverageEligibilityResponseInsuranceItemBenefit]",
        "authorizationRequired": "bool",
        "_authorizationRequired": "Element",
        "authorizationSupporting": "list[CodeableConcept]",
        "authorizationUrl": "str",
        "_authorizationUrl": "Element",
    },
    total=False,
)


CoverageEligibilityResponseInsuranceItemBenefit = TypedDict(
    "CoverageEligibilityResponseInsuranceItemBenefit",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": Required["CodeableConcept"],
        "allowedUnsignedInt": "int",
        "_allowedUnsignedInt": "Element",
        "allowedString": "str",
        "_allowedString": "Element",
        "allowedMoney": "Money",
        "usedUnsignedInt": "int",
        "_usedUnsignedInt": "Element",
        "usedString": "str",
        "_usedString": "Element",
        "usedMoney": "Money",
    },
    total=False,
)


DataRequirement = TypedDict(
    "DataRequirement",
    {
        "id": "str",
        "extension": "list[Extension]",
        "type": Required["str"],
        "_type": "Element",
        "profile": "list[str | None]",
        "_profile": "list[Element | None]",
        "subjectCodeableConcept": "CodeableConcept",
        "subjectReference": "Reference",
        "mustSupport": "list[str | None]",
        "_mustSupport": "list[Element | None]",
        "codeFilter": "list[DataRequirementCodeFilter]",
        "dateFilter": "list[DataRequirementDateFilter]",
        "limit": "int",
        "_limit": "Element",
        "sort": "list[DataRequirementSort]",
    },
    total=False,
)


DataRequirementCodeFilter = TypedDict(
    "DataRequirementCodeFilter",
    {
        "id": "str",
        "extension": "list[Extension]",
        "path": "str",
        "_path": "Element",
        "searchParam": "str",
        "_searchParam": "Element",
        "valueSet": "str",
        "_valueSet": "Element",
        "code": "list[Coding]",
    },
    total=False,
)


DataRequirementDateFilter = TypedDict(
    "DataRequirementDateFilter",
    {
        "id": "str",
        "extension": "list[Extension]",
        "path": "str",
        "_path": "Element",
        "searchParam": "str",
        "_searchParam": "Element",
        "valueDateTime": "str",
        "_valueDateTime": "Element",
        "valuePeriod": "Period",
        "valueDuration": "Duration",
    },
    total=False,
)


DataRequirementSort = TypedDict(
    "DataRequirementSort",
    {
        "id": "str",
        "extension": "list[Extension]",
        "path": Required["str"],
        "_path": "Element",
        "direction": Required["str"],
        "_direction": "Element",
    },
    total=False,
)


DetectedIssue = TypedDict(
    "DetectedIssue",
    {
        "resourceType": Required[Literal["DetectedIssue"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "status": Required["str"],
        "_status": "Element",
        "code": "CodeableConcept",
        "severity": "str",
        "_severity": "Element",
        "patient": "Reference",
        "identifiedDateTime": "str",
        "_identifiedDateTime": "Element",
        "identifiedPeriod": "Period",
        "author": "Reference",
        "implicated": "list[Reference]",
        "evidence": "list[DetectedIssueEvidence]",
        "detail": "str",
        "_detail": "Element",
        "reference": "str",
        "_reference": "Element",
        "mitigation": "list[DetectedIssueMitigation]",
    },
    total=False,
)


DetectedIssueEvidence = TypedDict(
    "DetectedIssueEvidence",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "code": "list[CodeableConcept]",
        "detail": "list[Reference]",
    },
    total=False,
)


DetectedIssueMitigation = TypedDict(
    "DetectedIssueMitigation",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "action": Required["CodeableConcept"],
        "date": "str",
        "_date": "Element",
        "author": "Reference",
    },
    total=False,
)


Device = TypedDict(
    "Device",
    {
        "resourceType": Required[Literal["Device"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "definition": "Reference",
        "udiCarrier": "list[DeviceUdiCarrier]",
        "status": "str",
        "_status": "Element",
        "statusReason": "list[CodeableConcept]",
        "distinctIdentifier": "str",
        "_distinctIdentifier": "Element",
        "manufacturer": "str",
        "_manufacturer": "Element",
        "manufactureDate": "str",
        "_manufactureDate": "Element",
        "expirationDate": "str",
        "_expirationDate": "Element",
        "lotNumber": "str",
        "_lotNumber": "Element",
        "serialNumber": "str",
        "_serialNumber": "Element",
        "deviceName": "list[DeviceDeviceName]",
        "modelNumber": "str",
        "_modelNumber": "Element",
        "partNumber": "str",
        "_partNumber": "Element",
        "type": "CodeableConcept",
        "specialization": "list[DeviceSpecialization]",
        "version": "list[DeviceVersion]",
        "property": "list[DeviceProperty]",
        "patient": "Reference",
        "owner": "Reference",
        "contact": "list[ContactPoint]",
        "location": "Reference",
        "url": "str",
        "_url": "Element",
        "note": "list[Annotation]",
        "safety": "list[CodeableConcept]",
        "parent": "Reference",
    },
    total=False,
)


DeviceDeviceName = TypedDict(
    "DeviceDeviceName",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "name": Required["str"],
        "_name": "Element",
        "type": Required["str"],
        "_type": "Element",
    },
    total=False,
)


DeviceProperty = TypedDict(
    "DeviceProperty",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": Required["CodeableConcept"],
        "valueQuantity": "list[Quantity]",
        "valueCode": "list[CodeableConcept]",
    },
    total=False,
)


DeviceSpecialization = TypedDict(
    "DeviceSpecialization",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "systemType": Required["CodeableConcept"],
        "version": "str",
        "_version": "Element",
    },
    total=False,
)


DeviceUdiCarrier = TypedDict(
    "DeviceUdiCarrier",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "deviceIdentifier": "str",
        "_deviceIdentifier": "Element",
        "issuer": "str",
        "_issuer": "Element",
        "jurisdiction": "str",
        "_jurisdiction": "Element",
        "carrierAIDC": "str",
        "_carrierAIDC": "Element",
        "carrierHRF": "str",
        "_carrierHRF": "Element",
        "entryType": "str",
        "_entryType": "Element",
    },
    total=False,
)


DeviceVersion = TypedDict(
    "DeviceVersion",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": "CodeableConcept",
        "component": "Identifier",
        "value": Required["str"],
        "_value": "Element",
    },
    total=False,
)


DeviceDefinition = TypedDict(
    "DeviceDefinition",
    {
        "resourceType": Required[Literal["DeviceDefinition"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "udiDeviceIdentifier": "list[DeviceDefinitionUdiDeviceIdentifier]",
        "manufacturerString": "str",
        "_manufacturerString": "Element",
        "manufacturerReference": "Reference",
        "deviceName": "list[DeviceDefinitionDeviceName]",
        "modelNumber": "str",
        "_modelNumber": "Element",
        "type": "CodeableConcept",
        "specialization": "list[DeviceDefinitionSpecialization]",
        "version": "list[str | None]",
        "_version": "list[Element | None]",
        "safety": "list[CodeableConcept]",
        "shelfLifeStorage": "list[ProductShelfLife]",
        "physicalCharacteristics": "ProdCharacteristic",
        "languageCode": "list[CodeableConcept]",
        "capability": "list[DeviceDefinitionCapability]",
        "property": "list[DeviceDefinitionProperty]",
        "owner": "Reference",
        "contact": "list[ContactPoint]",
        "url": "str",
        "_url": "Element",
        "onlineInformation": "str",
        "_onlineInformation": "Element",
        "note": "list[Annotation]",
        "quantity": "Quantity",
        "parentDevice": "Reference",
        "material": "list[DeviceDefinitionMaterial]",
    },
    total=False,
)


DeviceDefinitionCapability = TypedDict(
    "DeviceDefinitionCapability",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": Required["CodeableConcept"],
        "description": "list[CodeableConcept]",
    },
    total=False,
)


DeviceDefinitionDeviceName = TypedDict(
    "DeviceDefinitionDeviceName",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "name": Required["str"],
        "_name": "Element",
        "type": Required["str"],
        "_type": "Element",
    },
    total=False,
)


DeviceDefinitionMaterial = TypedDict(
    "DeviceDefinitionMaterial",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "substance": Required["CodeableConcept"],
        "alternate": "bool",
        "_alternate": "Element",
        "allergenicIndicator": "bool",
        "_allergenicIndicator": "Element",
    },
    total=False,
)


DeviceDefinitionProperty = TypedDict(
    "DeviceDefinitionProperty",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": Required["CodeableConcept"],
        "valueQuantity": "list[Quantity]",
        "valueCode": "list[CodeableConcept]",
    },
    total=False,
)


DeviceDefinitionSpecialization = TypedDict(
    "DeviceDefinitionSpecialization",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "systemType": Required["str"],
        "_systemType": "Element",
        "version": "str",
        "_version": "Element",
    },
    total=False,
)


DeviceDefinitionUdiDeviceIdentifier = TypedDict(
    "DeviceDefinitionUdiDeviceIdentifier",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "deviceIdentifier": Required["str"],
        "_deviceIdentifier": "Element",
        "issuer": Required["str"],
        "_issuer": "Element",
        "jurisdiction": Required["str"],
        "_jurisdiction": "Element",
    },
    total=False,
)


DeviceMetric = TypedDict(
    "DeviceMetric",
    {
        "resourceType": Required[Literal["DeviceMetric"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "type": Required["CodeableConcept"],
        "unit": "CodeableConcept",
        "source": "Reference",
        "parent": "Reference",
        "operationalStatus": "str",
        "_operationalStatus": "Element",
        "color": "str",
        "_color": "Element",
        "category": Required["str"],
        "_category": "Element",
        "measurementPeriod": "Timing",
        "calibration": "list[DeviceMetricCalibration]",
    },
    total=False,
)


DeviceMetricCalibration = TypedDict(
    "DeviceMetricCalibration",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": "str",
        "_type": "Element",
        "state": "str",
        "_state": "Element",
        "time": "str",
        "_time": "Element",
    },
    total=False,
)


DeviceRequest = TypedDict(
    "DeviceRequest",
    {
        "resourceType": Required[Literal["DeviceRequest"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "instantiatesCanonical": "list[str | None]",
        "_instantiatesCanonical": "list[Element | None]",
        "instantiatesUri": "list[str | None]",
        "_instantiatesUri": "list[Element | None]",
        "basedOn": "list[Reference]",
        "priorRequest": "list[Reference]",
        "groupIdentifier": "Identifier",
        "status": "str",
        "_status": "Element",
        "intent": Required["str"],
        "_intent": "Element",
        "priority": "str",
        "_priority": "Element",
        "codeReference": "Reference",
        "codeCodeableConcept": "CodeableConcept",
        "parameter": "list[DeviceRequestParameter]",
        "subject": Required["Reference"],
        "encounter": "Reference",
        "occurrenceDateTime": "str",
        "_occurrenceDateTime": "Element",
        "occurrencePeriod": "Period",
        "occurrenceTiming": "Timing",
        "authoredOn": "str",
        "_authoredOn": "Element",
        "requester": "Reference",
        "performerType": "CodeableConcept",
        "performer": "Reference",
        "reasonCode": "list[CodeableConcept]",
        "reasonReference": "list[Reference]",
        "insurance": "list[Reference]",
        "supportingInfo": "list[Reference]",
        "note": "list[Annotation]",
        "relevantHistory": "list[Reference]",
    },
    total=False,
)


DeviceRequestParameter = TypedDict(
    "DeviceRequestParameter",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "code": "CodeableConcept",
        "valueCodeableConcept": "CodeableConcept",
        "valueQuantity": "Quantity",
        "valueRange": "Range",
        "valueBoolean": "bool",
        "_valueBoolean": "Element",
    },
    total=False,
)


DeviceUseStatement = TypedDict(
    "DeviceUseStatement",
    {
        "resourceType": Required[Literal["DeviceUseStatement"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "basedOn": "list[Reference]",
        "status": Required["str"],
        "_status": "Element",
        "subject": Required["Reference"],
        "derivedFrom": "list[Reference]",
        "timingTiming": "Timing",
        "timingPeriod": "Period",
        "timingDateTime": "str",
        "_timingDateTime": "Element",
        "recordedOn": "str",
        "_recordedOn": "Element",
        "source": "Reference",
        "device": Required["Reference"],
        "reasonCode": "list[CodeableConcept]",
        "reasonReference": "list[Reference]",
        "bodySite": "CodeableConcept",
        "note": "list[Annotation]",
    },
    total=False,
)


DiagnosticReport = TypedDict(
    "DiagnosticReport",
    {
        "resourceType": Required[Literal["DiagnosticReport"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "basedOn": "list[Reference]",
        "status": Required["str"],
        "_status": "Element",
        "category": "list[CodeableConcept]",
        "code": Required["CodeableConcept"],
        "subject": "Reference",
        "encounter": "Reference",
        "effectiveDateTime": "str",
        "_effectiveDateTime": "Element",
        "effectivePeriod": "Period",
        "issued": "str",
        "_issued": "Element",
        "performer": "list[Reference]",
        "resultsInterpreter": "list[Reference]",
        "specimen": "list[Reference]",
        "result": "list[Reference]",
        "imagingStudy": "list[Reference]",
        "media": "list[DiagnosticReportMedia]",
        "conclusion": "str",
        "_conclusion": "Element",
        "conclusionCode": "list[CodeableConcept]",
        "presentedForm": "list[Attachment]",
    },
    total=False,
)


DiagnosticReportMedia = TypedDict(
    "DiagnosticReportMedia",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "comment": "str",
        "_comment": "Element",
        "link": Required["Reference"],
    },
    total=False,
)


Distance = TypedDict(
    "Distance",
    {
        "id": "str",
        "extension": "list[Extension]",
        "value": "Number",
        "_value": "Element",
        "comparator": "str",
        "_comparator": "Element",
        "unit": "str",
        "_unit": "Element",
        "system": "str",
        "_system": "Element",
        "code": "str",
        "_code": "Element",
    },
    total=False,
)


DocumentManifest = TypedDict(
    "DocumentManifest",
    {
        "resourceType": Required[Literal["DocumentManifest"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "masterIdentifier": "Identifier",
        "identifier": "list[Identifier]",
        "status": Required["str"],
        "_status": "Element",
        "type": "CodeableConcept",
        "subject": "Reference",
        "created": "str",
        "_created": "Element",
        "author": "list[Reference]",
        "recipient": "list[Reference]",
        "source": "str",
        "_source": "Element",
        "description": "str",
        "_description": "Element",
        "content": Required["list[Reference]"],
        "related": "list[DocumentManifestRelated]",
    },
    total=False,
)


DocumentManifestRelated = TypedDict(
    "DocumentManifestRelated",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "Identifier",
        "ref": "Reference",
    },
    total=False,
)


DocumentReference = TypedDict(
    "DocumentReference",
    {
        "resourceType": Required[Literal["DocumentReference"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "masterIdentifier": "Identifier",
        "identifier": "list[Identifier]",
        "status": Required["str"],
        "_status": "Element",
        "docStatus": "str",
        "_docStatus": "Element",
        "type": "CodeableConcept",
        "category": "list[CodeableConcept]",
        "subject": "Reference",
        "date": "str",
        "_date": "Element",
        "author": "list[Reference]",
        "authenticator": "Reference",
        "custodian": "Reference",
        "relatesTo": "list[DocumentReferenceRelatesTo]",
        "description": "str",
        "_description": "Element",
        "securityLabel": "list[CodeableConcept]",
        "content": Required["list[DocumentReferenceContent]"],
        "context": "DocumentReferenceContext",
    },
    total=False,
)


DocumentReferenceContent = TypedDict(
    "DocumentReferenceContent",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "attachment": Required["Attachment"],
        "format": "Coding",
    },
    total=False,
)


DocumentReferenceContext = TypedDict(
    "DocumentReferenceContext",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "encounter": "list[Reference]",
        "event": "list[CodeableConcept]",
        "period": "Period",
        "facilityType": "CodeableConcept",
        "practiceSetting": "CodeableConcept",
        "sourcePatientInfo": "Reference",
        "related": "list[Reference]",
    },
    total=False,
)


DocumentReferenceRelatesTo = TypedDict(
    "DocumentReferenceRelatesTo",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "code": Required["str"],
        "_code": "Element",
        "target": Required["Reference"],
    },
    total=False,
)


Dosage = TypedDict(
    "Dosage",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "sequence": "int",
        "_sequence": "Element",
        "text": "str",
        "_text": "Element",
        "additionalInstruction": "list[CodeableConcept]",
        "patientInstruction": "str",
        "_patientInstruction": "Element",
        "timing": "Timing",
        "asNeededBoolean": "bool",
        "_asNeededBoolean": "Element",
        "asNeededCodeableConcept": "CodeableConcept",
        "site": "CodeableConcept",
        "route": "CodeableConcept",
        "method": "CodeableConcept",
        "doseAndRate": "list[DosageDoseAndRate]",
        "maxDosePerPeriod": "Ratio",
        "maxDosePerAdministration": "Quantity",
        "maxDosePerLifetime": "Quantity",
    },
    total=False,
)


DosageDoseAndRate = TypedDict(
    "DosageDoseAndRate",
    {
        "id": "str",
        "extension": "list[Extension]",
        "type": "CodeableConcept",
        "doseRange": "Range",
        "doseQuantity": "Quantity",
        "rateRatio": "Ratio",
        "rateRange": "Range",
        "rateQuantity": "Quantity",
    },
    total=False,
)


Duration = TypedDict(
    "Duration",
    {
        "id": "str",
        "extension": "list[Extension]",
        "value": "Number",
        "_value": "Element",
        "comparator": "str",
        "_comparator": "Element",
        "unit": "str",
        "_unit": "Element",
        "system": "str",
        "_system": "Element",
        "code": "str",
        "_code": "Element",
    },
    total=False,
)


EffectEvidenceSynthesis = TypedDict(
    "EffectEvidenceSynthesis",
    {
        "resourceType": Required[Literal["EffectEvidenceSynthesis"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "url": "str",
        "_url": "Element",
        "identifier": "list[Identifier]",
        "version": "str",
        "_version": "Element",
        "name": "str",
        "_name": "Element",
        "title": "str",
        "_title": "Element",
        "status": Required["str"],
        "_status": "Element",
        "date": "str",
        "_date": "Element",
        "publisher": "str",
        "_publisher": "Element",
        "contact": "list[ContactDetail]",
        "description": "str",
        "_description": "Element",
        "note": "list[Annotation]",
        "useContext": "list[UsageContext]",
        "jurisdiction": "list[CodeableConcept]",
        "copyright": "str",
        "_copyright": "Element",
        "approvalDate": "str",
        "_approvalDate": "Element",
        "lastReviewDate": "str",
        "_lastReviewDate": "Element",
        "effectivePeriod": "Period",
        "topic": "list[CodeableConcept]",
        "author": "list[ContactDetail]",
        "editor": "list[ContactDetail]",
        "reviewer": "list[ContactDetail]",
        "endorser": "list[ContactDetail]",
        "relatedArtifact": "list[RelatedArtifact]",
        "synthesisType": "CodeableConcept",
        "studyType": "CodeableConcept",
        "population": Required["Reference"],
        "exposure": Required["Reference"],
        "exposureAlternative": Required["Reference"],
        "outcome": Required["Reference"],
        "sampleSize": "EffectEvidenceSynthesisSampleSize",
        "resultsByExposure": "list[EffectEvidenceSynthesisResultsByExposure]",
        "effectEstimate": "list[EffectEvidenceSynthesisEffectEstimate]",
        "certainty": "list[EffectEvidenceSynthesisCertainty]",
    },
    total=False,
)


EffectEvidenceSynthesisCertainty = TypedDict(
    "EffectEvidenceSynthesisCertainty",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "rating": "list[CodeableConcept]",
        "note": "list[Annotation]",
        "certaintySubcomponent": "list[EffectEvidenceSynthesisCertaintyCertaintySubcomponent]",
    },
    total=False,
)


EffectEvidenceSynthesisCertaintyCertaintySubcomponent = TypedDict(
    "EffectEvidenceSynthesisCertaintyCertaintySubcomponent",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": "CodeableConcept",
        "rating": "list[CodeableConcept]",
        "note": "list[Annotation]",
    },
    total=False,
)


EffectEvidenceSynthesisEffectEstimate = TypedDict(
    "EffectEvidenceSynthesisEffectEstimate",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "description": "str",
        "_description": "Element",
        "type": "CodeableConcept",
        "variantState": "CodeableConcept",
        "value": "Number",
        "_value": "Element",
        "unitOfMeasure": "CodeableConcept",
        "precisionEstimate": "list[EffectEvidenceSynthesisEffectEstimatePrecisionEstimate]",
    },
    total=False,
)


EffectEvidenceSynthesisEffectEstimatePrecisionEstimate = TypedDict(
    "EffectEvidenceSynthesisEffectEstimatePrecisionEstimate",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": "CodeableConcept",
        "level": "Number",
        "_level": "Element",
        "from": "Number",
        "_from": "Element",
        "to": "Number",
        "_to": "Element",
    },
    total=False,
)


EffectEvidenceSynthesisResultsByExposure = TypedDict(
    "EffectEvidenceSynthesisResultsByExposure",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "description": "str",
        "_description": "Element",
        "exposureState": "str",
        "_exposureState": "Element",
        "variantState": "CodeableConcept",
        "riskEvidenceSynthesis": Required["Reference"],
    },
    total=False,
)


EffectEvidenceSynthesisSampleSize = TypedDict(
    "EffectEvidenceSynthesisSampleSize",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "description": "str",
        "_description": "Element",
        "numberOfStudies": "int",
        "_numberOfStudies": "Element",
        "numberOfParticipants": "int",
        "_numberOfParticipants": "Element",
    },
    total=False,
)


Element = TypedDict(
    "Element",
    {
        "id": "str",
        "extension": "list[Extension]",
    },
    total=False,
)


ElementDefinition = TypedDict(
    "ElementDefinition",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "path": Required["str"],
        "_path": "Element",
        "representation": "list[str | None]",
        "_representation": "list[Element | None]",
        "sliceName": "str",
        "_sliceName": "Element",
        "sliceIsConstraining": "bool",
        "_sliceIsConstraining": "Element",
        "label": "str",
        "_label": "Element",
        "code": "list[Coding]",
        "slicing": "ElementDefinitionSlicing",
        "short": "str",
        "_short": "Element",
        "definition": "str",
        "_definition": "Element",
        "comment": "str",
        "_comment": "Element",
        "requirements": "str",
        "_requirements": "Element",
        "alias": "list[str | None]",
        "_alias": "list[Element | None]",
        "min": "int",
        "_min": "Element",
        "max": "str",
        "_max": "Element",
        "base": "ElementDefinitionBase",
        "contentReference": "str",
        "_contentReference": "Element",
        "type": "list[ElementDefinitionType]",
        "defaultValueBase64Binary": "str",
        "_defaultValueBase64Binary": "Element",
        "defaultValueBoolean": "bool",
        "_defaultValueBoolean": "Element",
        "defaultValueCanonical": "str",
        "_defaultValueCanonical": "Element",
        "defaultValueCode": "str",
        "_defaultValueCode": "Element",
        "defaultValueDate": "str",
        "_defaultValueDate": "Element",
        "defaultValueDateTime": "str",
        "_defaultValueDateTime": "Element",
        "defaultValueDecimal": "Number",
        "_defaultValueDecimal": "Element",
        "defaultValueId": "str",
        "_defaultValueId": "Element",
        "defaultValueInstant": "str",
        "_defaultValueInstant": "Element",
        "defaultValueInteger": "int",
        "_defaultValueInteger": "Element",
        "defaultValueMarkdown": "str",
        "_defaultValueMarkdown": "Element",
        "defaultValueOid": "str",
        "_defaultValueOid": "Element",
        "defaultValuePositiveInt": "int",
        "_defaultValuePositiveInt": "Element",
        "defaultValueString": "str",
        "_defaultValueString": "Element",
        "defaultValueTime": "str",
        "_defaultValueTime": "Element",
        "defaultValueUnsignedInt": "int",
        "_defaultValueUnsignedInt": "Element",
        "defaultValueUri": "str",
        "_defaultValueUri": "Element",
        "defaultValueUrl": "str",
        "_defaultValueUrl": "Element",
        "defaultValueUuid": "str",
        "_defaultValueUuid": "Element",
        "defaultValueAddress": "Address",
        "defaultValueAge": "Age",
        "defaultValueAnnotation": "Annotation",
        "defaultValueAttachment": "Attachment",
        "defaultValueCodeableConcept": "CodeableConcept",
        "defaultValueCoding": "Coding",
        "defaultValueContactPoint": "ContactPoint",
        "defaultValueCount": "Count",
        "defaultValueDistance": "Distance",
        "defaultValueDuration": "Duration",
        "defaultValueHumanName": "HumanName",
        "defaultValueIdentifier": "Identifier",
        "defaultValueMoney": "Money",
        "defaultValuePeriod": "Period",
        "defaultValueQuantity": "Quantity",
        "defaultValueRange": "Range",
        "defaultValueRatio": "Ratio",
        "defaultValueReference": "Reference",
        "defaultValueSampledData": "SampledData",
        "defaultValueSignature": "Signature",
        "defaultValueTiming": "Timing",
        "defaultValueContactDetail": "ContactDetail",
        "defaultValueContributor": "Contributor",
        "defaultValueDataRequirement": "DataRequirement",
        "defaultValueExpression": "Expression",
        "defaultValueParameterDefinition": "ParameterDefinition",
        "defaultValueRelatedArtifact": "RelatedArtifact",
        "defaultValueTriggerDefinition": "TriggerDefinition",
        "defaultValueUsageContext": "UsageContext",
        "defaultValueDosage": "Dosage",
        "defaultValueMeta": "Meta",
        "meaningWhenMissing": "str",
        "_meaningWhenMissing": "Element",
        "orderMeaning": "str",
        "_orderMeaning": "Element",
        "fixedBase64Binary": "str",
        "_fixedBase64Binary": "Element",
        "fixedBoolean": "bool",
        "_fixedBoolean": "Element",
        "fixedCanonical": "str",
        "_fixedCanonical": "Element",
        "fixedCode": "str",
        "_fixedCode": "Element",
        "fixedDate": "str",
        "_fixedDate": "Element",
        "fixedDateTime": "str",
        "_fixedDateTime": "Element",
        "fixedDecimal": "Number",
        "_fixedDecimal": "Element",
        "fixedId": "str",
        "_fixedId": "Element",
        "fixedInstant": "str",
        "_fixedInstant": "Element",
        "fixedInteger": "int",
        "_fixedInteger": "Element",
        "fixedMarkdown": "str",
        "_fixedMarkdown": "Element",
        "fixedOid": "str",
        "_fixedOid": "Element",
        "fixedPositiveInt": "int",
        "_fixedPositiveInt": "Element",
        "fixedString": "str",
        "_fixedString": "Element",
        "fixedTime": "str",
        "_fixedTime": "Element",
        "fixedUnsignedInt": "int",
        "_fixedUnsignedInt": "Element",
        "fixedUri": "str",
        "_fixedUri": "Element",
        "fixedUrl": "str",
        "_fixedUrl": "Element",
        "fixedUuid": "str",
        "_fixedUuid": "Element",
        "fixedAddress": "Address",
        "fixedAge": "Age",
        "fixedAnnotation": "Annotation",
        "fixedAttachment": "Attachment",
        "fixedCodeableConcept": "CodeableConcept",
        "fixedCoding": "Coding",
        "fixedContactPoint": "ContactPoint",
        "fixedCount": "Count",
        "fixedDistance": "Distance",
        "fixedDuration": "Duration",
        "fixedHumanName": "HumanName",
        "fixedIdentifier": "Identifier",
        "fixedMoney": "Money",
        "fixedPeriod": "Period",
        "fixedQuantity": "Quantity",
        "fixedRange": "Range",
        "fixedRatio": "Ratio",
        "fixedReference": "Reference",
        "fixedSampledData": "SampledData",
        "fixedSignature": "Signature",
        "fixedTiming": "Timing",
        "fixedContactDetail": "ContactDetail",
        "fixedContributor": "Contributor",
        "fixedDataRequirement": "DataRequirement",
        "fixedExpression": "Expression",
        "fixedParameterDefinition": "ParameterDefinition",
        "fixedRelatedArtifact": "RelatedArtifact",
        "fixedTriggerDefinition": "TriggerDefinition",
        "fixedUsageContext": "UsageContext",
        "fixedDosage": "Dosage",
        "fixedMeta": "Meta",
        "patternBase64Binary": "str",
        "_patternBase64Binary": "Element",
        "patternBoolean": "bool",
        "_patternBoolean": "Element",
        "patternCanonical": "str",
        "_patternCanonical": "Element",
        "patternCode": "str",
        "_patternCode": "Element",
        "patternDate": "str",
        "_patternDate": "Element",
        "patternDateTime": "str",
        "_patternDateTime": "Element",
        "patternDecimal": "Number",
        "_patternDecimal": "Element",
        "patternId": "str",
        "_patternId": "Element",
        "patternInstant": "str",
        "_patternInstant": "Element",
        "patternInteger": "int",
        "_patternInteger": "Element",
        "patternMarkdown": "str",
        "_patternMarkdown": "Element",
        "patternOid": "str",
        "_patternOid": "Element",
        "patternPositiveInt": "int",
        "_patternPositiveInt": "Element",
        "patternString": "str",
        "_patternString": "Element",
        "patternTime": "str",
        "_patternTime": "Element",
        "patternUnsignedInt": "int",
        "_patternUnsignedInt": "Element",
        "patternUri": "str",
        "_patternUri": "Element",
        "patternUrl": "str",
        "_patternUrl": "Element",
        "patternUuid": "str",
        "_patternUuid": "Element",
        "patternAddress": "Address",
        "patternAge": "Age",
        "patternAnnotation": "Annotation",
        "patternAttachment": "Attachment",
        "patternCodeableConcept": "CodeableConcept",
        "patternCoding": "Coding",
        "patternContactPoint": "ContactPoint",
        "patternCount": "Count",
        "patternDistance": "Distance",
        "patternDuration": "Duration",
        "patternHumanName": "HumanName",
        "patternIdentifier": "Identifier",
        "patternMoney": "Money",
        "patternPeriod": "Period",
        "patternQuantity": "Quantity",
        "patternRange": "Range",
        "patternRatio": "Ratio",
        "patternReference": "Reference",
        "patternSampledData": "SampledData",
        "patternSignature": "Signature",
        "patternTiming": "Timing",
        "patternContactDetail": "ContactDetail",
        "patternContributor": "Contributor",
        "patternDataRequirement": "DataRequirement",
        "patternExpression": "Expression",
        "patternParameterDefinition": "ParameterDefinition",
        "patternRelatedArtifact": "RelatedArtifact",
        "patternTriggerDefinition": "TriggerDefinition",
        "patternUsageContext": "UsageContext",
        "patternDosage": "Dosage",
        "patternMeta": "Meta",
        "example": "list[ElementDefinitionExample]",
        "minValueDate": "str",
        "_minValueDate": "Element",
        "minValueDateTime": "str",
        "_minValueDateTime": "Element",
        "minValueInstant": "str",
        "_minValueInstant": "Element",
        "minValueTime": "str",
        "_minValueTime": "Element",
        "minValueDecimal": "Number",
        "_minValueDecimal": "Element",
        "minValueInteger": "int",
        "_minValueInteger": "Element",
        "minValuePositiveInt": "int",
        "_minValuePositiveInt": "Element",
        "minValueUnsignedInt": "int",
        "_minValueUnsignedInt": "Element",
        "minValueQuantity": "Quantity",
        "maxValueDate": "str",
        "_maxValueDate": "Element",
        "maxValueDateTime": "str",
        "_maxValueDateTime": "Element",
        "maxValueInstant": "str",
        "_maxValueInstant": "Element",
        "maxValueTime": "str",
        "_maxValueTime": "Element",
        "maxValueDecimal": "Number",
        "_maxValueDecimal": "Element",
        "maxValueInteger": "int",
        "_maxValueInteger": "Element",
        "maxValuePositiveInt": "int",
        "_maxValuePositiveInt": "Element",
        "maxValueUnsignedInt": "int",
        "_maxValueUnsignedInt": "Element",
        "maxValueQuantity": "Quantity",
        "maxLength": "int",
        "_maxLength": "Element",
        "condition": "list[str | None]",
        "_condition": "list[Element | None]",
        "constraint": "list[ElementDefinitionConstraint]",
        "mustSupport": "bool",
        "_mustSupport": "Element",
        "isModifier": "bool",
        "_isModifier": "Element",
        "isModifierReason": "str",
        "_isModifierReason": "Element",
        "isSummary": "bool",
        "_isSummary": "Element",
        "binding": "ElementDefinitionBinding",
        "mapping": "list[ElementDefinitionMapping]",
    },
    total=False,
)


ElementDefinitionBase = TypedDict(
    "ElementDefinitionBase",
    {
        "id": "str",
        "extension": "list[Extension]",
        "path": Required["str"],
        "_path": "Element",
        "min": Required["int"],
        "_min": "Element",
        "max": Required["str"],
        "_max": "Element",
    },
    total=False,
)


ElementDefinitionBinding = TypedDict(
    "ElementDefinitionBinding",
    {
        "id": "str",
        "extension": "list[Extension]",
        "strength": Required["str"],
        "_strength": "Element",
        "description": "str",
        "_description": "Element",
        "valueSet": "str",
        "_valueSet": "Element",
    },
    total=False,
)


ElementDefinitionConstraint = TypedDict(
    "ElementDefinitionConstraint",
    {
        "id": "str",
        "extension": "list[Extension]",
        "key": Required["str"],
        "_key": "Element",
        "requirements": "str",
        "_requirements": "Element",
        "severity": Required["str"],
        "_severity": "Element",
        "human": Required["str"],
        "_human": "Element",
        "expression": "str",
        "_expression": "Element",
        "xpath": "str",
        "_xpath": "Element",
        "source": "str",
        "_source": "Element",
    },
    total=False,
)


ElementDefinitionExample = TypedDict(
    "ElementDefinitionExample",
    {
        "id": "str",
        "extension": "list[Extension]",
        "label": Required["str"],
        "_label": "Element",
        "valueBase64Binary": "str",
        "_valueBase64Binary": "Element",
        "valueBoolean": "bool",
        "_valueBoolean": "Element",
        "valueCanonical": "str",
        "_valueCanonical": "Element",
        "valueCode": "str",
        "_valueCode": "Element",
        "valueDate": "str",
        "_valueDate": "Element",
        "valueDateTime": "str",
        "_valueDateTime": "Element",
        "valueDecimal": "Number",
        "_valueDecimal": "Element",
        "valueId": "str",
        "_valueId": "Element",
        "valueInstant": "str",
        "_valueInstant": "Element",
        "valueInteger": "int",
        "_valueInteger": "Element",
        "valueMarkdown": "str",
        "_valueMarkdown": "Element",
        "valueOid": "str",
        "_valueOid": "Element",
        "valuePositiveInt": "int",
        "_valuePositiveInt": "Element",
        "valueString": "str",
        "_valueString": "Element",
        "valueTime": "str",
        "_valueTime": "Element",
        "valueUnsignedInt": "int",
        "_valueUnsignedInt": "Element",
        "valueUri": "str",
        "_valueUri": "Element",
        "valueUrl": "str",
        "_valueUrl": "Element",
        "valueUuid": "str",
        "_valueUuid": "Element",
        "valueAddress": "Address",
        "valueAge": "Age",
        "valueAnnotation": "Annotation",
        "valueAttachment": "Attachment",
        "valueCodeableConcept": "CodeableConcept",
        "valueCoding": "Coding",
        "valueContactPoint": "ContactPoint",
        "valueCount": "Count",
        "valueDistance": "Distance",
        "valueDuration": "Duration",
        "valueHumanName": "HumanName",
        "valueIdentifier": "Identifier",
        "valueMoney": "Money",
        "valuePeriod": "Period",
        "valueQuantity": "Quantity",
        "valueRange": "Range",
        "valueRatio": "Ratio",
        "valueReference": "Reference",
        "valueSampledData": "SampledData",
        "valueSignature": "Signature",
        "valueTiming": "Timing",
        "valueContactDetail": "ContactDetail",
        "valueContributor": "Contributor",
        "valueDataRequirement": "DataRequirement",
        "valueExpression": "Expression",
        "valueParameterDefinition": "ParameterDefinition",
        "valueRelatedArtifact": "RelatedArtifact",
        "valueTriggerDefinition": "TriggerDefinition",
        "valueUsageContext": "UsageContext",
        "valueDosage": "Dosage",
        "valueMeta": "Meta",
    },
    total=False,
)


ElementDefinitionMapping = TypedDict(
    "ElementDefinitionMapping",
    {
        "id": "str",
        "extension": "list[Extension]",
        "identity": Required["str"],
        "_identity": "Element",
        "language": "str",
        "_language": "Element",
        "map": Required["str"],
        "_map": "Element",
        "comment": "str",
        "_comment": "Element",
    },
    total=False,
)


ElementDefinitionSlicing = TypedDict(
    "ElementDefinitionSlicing",
    {
        "id": "str",
        "extension": "list[Extension]",
        "discriminator": "list[ElementDefinitionSlicingDiscriminator]",
        "description": "str",
        "_description": "Element",
        "ordered": "bool",
        "_ordered": "Element",
        "rules": Required["str"],
        "_rules": "Element",
    },
    total=False,
)


ElementDefinitionSlicingDiscriminator = TypedDict(
    "ElementDefinitionSlicingDiscriminator",
    {
        "id": "str",
        "extension": "list[Extension]",
        "type": Required["str"],
        "_type": "Element",
        "path": Required["str"],
        "_path": "Element",
    },
    total=False,
)


ElementDefinitionType = TypedDict(
    "ElementDefinitionType",
    {
        "id": "str",
        "extension": "list[Extension]",
        "code": Required["str"],
        "_code": "Element",
        "profile": "list[str | None]",
        "_profile": "list[Element | None]",
        "targetProfile": "list[str | None]",
        "_targetProfile": "list[Element | None]",
        "aggregation": "list[str | None]",
        "_aggregation": "list[Element | None]",
        "versioning": "str",
        "_versioning": "Element",
    },
    total=False,
)


Encounter = TypedDict(
    "Encounter",
    {
        "resourceType": Required[Literal["Encounter"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "status": Required["str"],
        "_status": "Element",
        "statusHistory": "list[EncounterStatusHistory]",
        "class": Required["Coding"],
        "classHistory": "list[EncounterClassHistory]",
        "type": "list[CodeableConcept]",
        "serviceType": "CodeableConcept",
        "priority": "CodeableConcept",
        "subject": "Reference",
        "episodeOfCare": "list[Reference]",
        "basedOn": "list[Reference]",
        "participant": "list[EncounterParticipant]",
        "appointment": "list[Reference]",
        "period": "Period",
        "length": "Duration",
        "reasonCode": "list[CodeableConcept]",
        "reasonReference": "list[Reference]",
        "diagnosis": "list[EncounterDiagnosis]",
        "account": "list[Reference]",
        "hospitalization": "EncounterHospitalization",
        "location": "list[EncounterLocation]",
        "serviceProvider": "Reference",
        "partOf": "Reference",
    },
    total=False,
)


EncounterClassHistory = TypedDict(
    "EncounterClassHistory",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "class": Required["Coding"],
        "period": Required["Period"],
    },
    total=False,
)


EncounterDiagnosis = TypedDict(
    "EncounterDiagnosis",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "condition": Required["Reference"],
        "use": "CodeableConcept",
        "rank": "int",
        "_rank": "Element",
    },
    total=False,
)


EncounterHospitalization = TypedDict(
    "EncounterHospitalization",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "preAdmissionIdentifier": "Identifier",
        "origin": "Reference",
        "admitSource": "CodeableConcept",
        "reAdmission": "CodeableConcept",
        "dietPreference": "list[CodeableConcept]",
        "specialCourtesy": "list[CodeableConcept]",
        "specialArrangement": "list[CodeableConcept]",
        "destination": "Reference",
        "dischargeDisposition": "CodeableConcept",
    },
    total=False,
)


EncounterLocation = TypedDict(
    "EncounterLocation",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "location": Required["Reference"],
        "status": "str",
        "_status": "Element",
        "physicalType": "CodeableConcept",
        "period": "Period",
    },
    total=False,
)


EncounterParticipant = TypedDict(
    "EncounterParticipant",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": "list[CodeableConcept]",
        "period": "Period",
        "individual": "Reference",
    },
    total=False,
)


EncounterStatusHistory = TypedDict(
    "EncounterStatusHistory",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "status": Required["str"],
        "_status": "Element",
        "period": Required["Period"],
    },
    total=False,
)


Endpoint = TypedDict(
    "Endpoint",
    {
        "resourceType": Required[Literal["Endpoint"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "status": Required["str"],
        "_status": "Element",
        "connectionType": Required["Coding"],
        "name": "str",
        "_name": "Element",
        "managingOrganization": "Reference",
        "contact": "list[ContactPoint]",
        "period": "Period",
        "payloadType": Required["list[CodeableConcept]"],
        "payloadMimeType": "list[str | None]",
        "_payloadMimeType": "list[Element | None]",
        "address": Required["str"],
        "_address": "Element",
        "header": "list[str | None]",
        "_header": "list[Element | None]",
    },
    total=False,
)


EnrollmentRequest = TypedDict(
    "EnrollmentRequest",
    {
        "resourceType": Required[Literal["EnrollmentRequest"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "status": "str",
        "_status": "Element",
        "created": "str",
        "_created": "Element",
        "insurer": "Reference",
        "provider": "Reference",
        "candidate": "Reference",
        "coverage": "Reference",
    },
    total=False,
)


EnrollmentResponse = TypedDict(
    "EnrollmentResponse",
    {
        "resourceType": Required[Literal["EnrollmentResponse"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "status": "str",
        "_status": "Element",
        "request": "Reference",
        "outcome": "str",
        "_outcome": "Element",
        "disposition": "str",
        "_disposition": "Element",
        "created": "str",
        "_created": "Element",
        "organization": "Reference",
        "requestProvider": "Reference",
    },
    total=False,
)


EpisodeOfCare = TypedDict(
    "EpisodeOfCare",
    {
        "resourceType": Required[Literal["EpisodeOfCare"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "status": Required["str"],
        "_status": "Element",
        "statusHistory": "list[EpisodeOfCareStatusHistory]",
        "type": "list[CodeableConcept]",
        "diagnosis": "list[EpisodeOfCareDiagnosis]",
        "patient": Required["Reference"],
        "managingOrganization": "Reference",
        "period": "Period",
        "referralRequest": "list[Reference]",
        "careManager": "Reference",
        "team": "list[Reference]",
        "account": "list[Reference]",
    },
    total=False,
)


EpisodeOfCareDiagnosis = TypedDict(
    "EpisodeOfCareDiagnosis",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "condition": Required["Reference"],
        "role": "CodeableConcept",
        "rank": "int",
        "_rank": "Element",
    },
    total=False,
)


EpisodeOfCareStatusHistory = TypedDict(
    "EpisodeOfCareStatusHistory",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "status": Required["str"],
        "_status": "Element",
        "period": Required["Period"],
    },
    total=False,
)


EventDefinition = TypedDict(
    "EventDefinition",
    {
        "resourceType": Required[Literal["EventDefinition"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "url": "str",
        "_url": "Element",
        "identifier": "list[Identifier]",
        "version": "str",
        "_version": "Element",
        "name": "str",
        "_name": "Element",
        "title": "str",
        "_title": "Element",
        "subtitle": "str",
        "_subtitle": "Element",
        "status": Required["str"],
        "_status": "Element",
        "experimental": "bool",
        "_experimental": "Element",
        "subjectCodeableConcept": "CodeableConcept",
        "subjectReference": "Reference",
        "date": "str",
        "_date": "Element",
        "publisher": "str",
        "_publisher": "Element",
        "contact": "list[ContactDetail]",
        "description": "str",
        "_description": "Element",
        "useContext": "list[UsageContext]",
        "jurisdiction": "list[CodeableConcept]",
        "purpose": "str",
        "_purpose": "Element",
        "usage": "str",
        "_usage": "Element",
        "copyright": "str",
        "_copyright": "Element",
        "approvalDate": "str",
        "_approvalDate": "Element",
        "lastReviewDate": "str",
        "_lastReviewDate": "Element",
        "effectivePeriod": "Period",
        "topic": "list[CodeableConcept]",
        "author": "list[ContactDetail]",
        "editor": "list[ContactDetail]",
        "reviewer": "list[ContactDetail]",
        "endorser": "list[ContactDetail]",
        "relatedArtifact": "list[RelatedArtifact]",
        "trigger": Required["list[TriggerDefinition]"],
    },
    total=False,
)


Evidence = TypedDict(
    "Evidence",
    {
        "resourceType": Required[Literal["Evidence"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "url": "str",
        "_url": "Element",
        "identifier": "list[Identifier]",
        "version": "str",
        "_version": "Element",
        "name": "str",
        "_name": "Element",
        "title": "str",
        "_title": "Element",
        "shortTitle": "str",
        "_shortTitle": "Element",
        "subtitle": "str",
        "_subtitle": "Element",
        "status": Required["str"],
        "_status": "Element",
        "date": "str",
        "_date": "Element",
        "publisher": "str",
        "_publisher": "Element",
        "contact": "list[ContactDetail]",
        "description": "str",
        "_description": "Element",
        "note": "list[Annotation]",
        "useContext": "list[UsageContext]",
        "jurisdiction": "list[CodeableConcept]",
        "copyright": "str",
        "_copyright": "Element",
        "approvalDate": "str",
        "_approvalDate": "Element",
        "lastReviewDate": "str",
        "_lastReviewDate": "Element",
        "effectivePeriod": "Period",
        "topic": "list[CodeableConcept]",
        "author": "list[ContactDetail]",
        "editor": "list[ContactDetail]",
        "reviewer": "list[ContactDetail]",
        "endorser": "list[ContactDetail]",
        "relatedArtifact": "list[RelatedArtifact]",
        "exposureBackground": Required["Reference"],
        "exposureVariant": "list[Reference]",
        "outcome": "list[Reference]",
    },
    total=False,
)


EvidenceVariable = TypedDict(
    "EvidenceVariable",
    {
        "resourceType": Required[Literal["EvidenceVariable"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "url": "str",
        "_url": "Element",
        "identifier": "list[Identifier]",
        "version": "str",
        "_version": "Element",
        "name": "str",
        "_name": "Element",
        "title": "str",
        "_title": "Element",
        "shortTitle": "str",
        "_shortTitle": "Element",
        "subtitle": "str",
        "_subtitle": "Element",
        "status": Required["str"],
        "_status": "Element",
        "date": "str",
        "_date": "Element",
        "publisher": "str",
        "_publisher": "Element",
        "contact": "list[ContactDetail]",
        "description": "str",
        "_description": "Element",
        "note": "list[Annotation]",
        "useContext": "list[UsageContext]",
        "jurisdiction": "list[CodeableConcept]",
        "copyright": "str",
        "_copyright": "Element",
        "approvalDate": "str",
        "_approvalDate": "Element",
        "lastReviewDate": "str",
        "_lastReviewDate": "Element",
        "effectivePeriod": "Period",
        "topic": "list[CodeableConcept]",
        "author": "list[ContactDetail]",
        "editor": "list[ContactDetail]",
        "reviewer": "list[ContactDetail]",
        "endorser": "list[ContactDetail]",
        "relatedArtifact": "list[RelatedArtifact]",
        "type": "str",
        "_type": "Element",
        "characteristic": Required["list[EvidenceVariableCharacteristic]"],
    },
    total=False,
)


EvidenceVariableCharacteristic = TypedDict(
    "EvidenceVariableCharacteristic",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "description": "str",
        "_description": "Element",
        "definitionReference": "Reference",
        "definitionCanonical": "str",
        "_definitionCanonical": "Element",
        "definitionCodeableConcept": "CodeableConcept",
        "definitionExpression": "Expression",
        "definitionDataRequirement": "DataRequirement",
        "definitionTriggerDefinition": "TriggerDefinition",
        "usageContext": "list[UsageContext]",
        "exclude": "bool",
        "_exclude": "Element",
        "participantEffectiveDateTime": "str",
        "_participantEffectiveDateTime": "Element",
        "participantEffectivePeriod": "Period",
        "participantEffectiveDuration": "Duration",
        "participantEffectiveTiming": "Timing",
        "timeFromStart": "Duration",
        "groupMeasure": "str",
        "_groupMeasure": "Element",
    },
    total=False,
)


ExampleScenario = TypedDict(
    "ExampleScenario",
    {
        "resourceType": Required[Literal["ExampleScenario"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "url": "str",
        "_url": "Element",
        "identifier": "list[Identifier]",
        "version": "str",
        "_version": "Element",
        "name": "str",
        "_name": "Element",
        "status": Required["str"],
        "_status": "Element",
        "experimental": "bool",
        "_experimental": "Element",
        "date": "str",
        "_date": "Element",
        "publisher": "str",
        "_publisher": "Element",
        "contact": "list[ContactDetail]",
        "useContext": "list[UsageContext]",
        "jurisdiction": "list[CodeableConcept]",
        "copyright": "str",
        "_copyright": "Element",
        "purpose": "str",
        "_purpose": "Element",
        "actor": "list[ExampleScenarioActor]",
        "instance": "list[ExampleScenarioInstance]",
        "process": "list[ExampleScenarioProcess]",
        "workflow": "list[str | None]",
        "_workflow": "list[Element | None]",
    },
    total=False,
)


ExampleScenarioActor = TypedDict(
    "ExampleScenarioActor",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "actorId": Required["str"],
        "_actorId": "Element",
        "type": Required["str"],
        "_type": "Element",
        "name": "str",
        "_name": "Element",
        "description": "str",
        "_description": "Element",
    },
    total=False,
)


ExampleScenarioInstance = TypedDict(
    "ExampleScenarioInstance",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "resourceId": Required["str"],
        "_resourceId": "Element",
        "resourceType": Required["str"],
        "_resourceType": "Element",
        "name": "str",
        "_name": "Element",
        "description": "str",
        "_description": "Element",
        "version": "list[ExampleScenarioInstanceVersion]",
        "containedInstance": "list[ExampleScenarioInstanceContainedInstance]",
    },
    total=False,
)


ExampleScenarioInstanceContainedInstance = TypedDict(
    "ExampleScenarioInstanceContainedInstance",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "resourceId": Required["str"],
        "_resourceId": "Element",
        "versionId": "str",
        "_versionId": "Element",
    },
    total=False,
)


ExampleScenarioInstanceVersion = TypedDict(
    "ExampleScenarioInstanceVersion",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "versionId": Required["str"],
        "_versionId": "Element",
        "description": Required["str"],
        "_description": "Element",
    },
    total=False,
)


ExampleScenarioProcess = TypedDict(
    "ExampleScenarioProcess",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "title": Required["str"],
        "_title": "Element",
        "description": "str",
        "_description": "Element",
        "preConditions": "str",
        "_preConditions": "Element",
        "postConditions": "str",
        "_postConditions": "Element",
        "step": "list[ExampleScenarioProcessStep]",
    },
    total=False,
)


ExampleScenarioProcessStep = TypedDict(
    "ExampleScenarioProcessStep",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "process": "list[ExampleScenarioProcess]",
        "pause": "bool",
        "_pause": "Element",
        "operation": "ExampleScenarioProcessStepOperation",
        "alternative": "list[ExampleScenarioProcessStepAlternative]",
    },
    total=False,
)


ExampleScenarioProcessStepAlternative = TypedDict(
    "ExampleScenarioProcessStepAlternative",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "title": Required["str"],
        "_title": "Element",
        "description": "str",
        "_description": "Element",
        "step": "list[ExampleScenarioProcessStep]",
    },
    total=False,
)


ExampleScenarioProcessStepOperation = TypedDict(
    "ExampleScenarioProcessStepOperation",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "number": Required["str"],
        "_number": "Element",
        "type": "str",
        "_type": "Element",
        "name": "str",
        "_name": "Element",
        "initiator": "str",
        "_initiator": "Element",
        "receiver": "str",
        "_receiver": "Element",
        "description": "str",
        "_description": "Element",
        "initiatorActive": "bool",
        "_initiatorActive": "Element",
        "receiverActive": "bool",
        "_receiverActive": "Element",
        "request": "ExampleScenarioInstanceContainedInstance",
        "response": "ExampleScenarioInstanceContainedInstance",
    },
    total=False,
)


ExplanationOfBenefit = TypedDict(
    "ExplanationOfBenefit",
    {
        "resourceType": Required[Literal["ExplanationOfBenefit"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "status": Required["str"],
        "_status": "Element",
        "type": Required["CodeableConcept"],
        "subType": "CodeableConcept",
        "use": Required["str"],
        "_use": "Element",
        "patient": Required["Reference"],
        "billablePeriod": "Period",
        "created": Required["str"],
        "_created": "Element",
        "enterer": "Reference",
        "insurer": Required["Reference"],
        "provider": Required["Reference"],
        "priority": "CodeableConcept",
        "fundsReserveRequested": "CodeableConcept",
        "fundsReserve": "CodeableConcept",
        "related": "list[ExplanationOfBenefitRelated]",
        "prescription": "Reference",
        "originalPrescription": "Reference",
        "payee": "ExplanationOfBenefitPayee",
        "referral": "Reference",
        "facility": "Reference",
        "claim": "Reference",
        "claimResponse": "Reference",
        "outcome": Required["str"],
        "_outcome": "Element",
        "disposition": "str",
        "_disposition": "Element",
        "preAuthRef": "list[str | None]",
        "_preAuthRef": "list[Element | None]",
        "preAuthRefPeriod": "list[Period]",
        "careTeam": "list[ExplanationOfBenefitCareTeam]",
        "supportingInfo": "list[ExplanationOfBenefitSupportingInfo]",
        "diagnosis": "list[ExplanationOfBenefitDiagnosis]",
        "procedure": "list[ExplanationOfBenefitProcedure]",
        "precedence": "int",
        "_precedence": "Element",
        "insurance": Required["list[ExplanationOfBenefitInsurance]"],
        "accident": "ExplanationOfBenefitAccident",
        "item": "list[ExplanationOfBenefitItem]",
        "addItem": "list[ExplanationOfBenefitAddItem]",
        "adjudication": "list[ExplanationOfBenefitItemAdjudication]",
        "total": "list[ExplanationOfBenefitTotal]",
        "payment": "ExplanationOfBenefitPayment",
        "formCode": "CodeableConcept",
        "form": "Attachment",
        "processNote": "list[ExplanationOfBenefitProcessNote]",
        "benefitPeriod": "Period",
        "benefitBalance": "list[ExplanationOfBenefitBenefitBalance]",
    },
    total=False,
)


ExplanationOfBenefitAccident = TypedDict(
    "ExplanationOfBenefitAccident",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "date": "str",
        "_date": "Element",
        "type": "CodeableConcept",
        "locationAddress": "Address",
        "locationReference": "Reference",
    },
    total=False,
)


ExplanationOfBenefitAddItem = TypedDict(
    "ExplanationOfBenefitAddItem",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "itemSequence": "list[int | None]",
        "_itemSequence": "list[Element | None]",
        "detailSequence": "list[int | None]",
        "_detailSequence": "list[Element | None]",
        "subDetailSequence": "list[int | None]",
        "_subDetailSequence": "list[Element | None]",
        "provider": "list[Reference]",
        "productOrService": Required["CodeableConcept"],
        "modifier": "list[CodeableConcept]",
        "programCode": "list[CodeableConcept]",
        "servicedDate": "str",
        "_servicedDate": "Element",
        "servicedPeriod": "Period",
        "locationCodeableConcept": "CodeableConcept",
        "locationAddress": "Address",
        "locationReference": "Reference",
        "quantity": "Quantity",
        "unitPrice": "Money",
        "factor": "Number",
        "_factor": "Element",
        "net": "Money",
        "bodySite": "CodeableConcept",
        "subSite": "list[CodeableConcept]",
        "noteNumber": "list[int | None]",
        "_noteNumber": "list[Element | None]",
        "adjudication": "list[ExplanationOfBenefitItemAdjudication]",
        "detail": "list[ExplanationOfBenefitAddItemDetail]",
    },
    total=False,
)


ExplanationOfBenefitAddItemDetail = TypedDict(
    "ExplanationOfBenefitAddItemDetail",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "productOrService": Required["CodeableConcept"],
        "modifier": "list[CodeableConcept]",
        "quantity": "Quantity",
        "unitPrice": "Money",
        "factor": "Number",
        "_factor": "Element",
        "net": "Money",
        "noteNumber": "list[int | None]",
        "_noteNumber": "list[Element | None]",
        "adjudication": "list[ExplanationOfBenefitItemAdjudication]",
        "subDetail": "list[ExplanationOfBenefitAddItemDetailSubDetail]",
    },
    total=False,
)


ExplanationOfBenefitAddItemDetailSubDetail = TypedDict(
    "ExplanationOfBenefitAddItemDetailSubDetail",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "productOrService": Required["CodeableConcept"],
        "modifier": "list[CodeableConcept]",
        "quantity": "Quantity",
        "unitPrice": "Money",
        "factor": "Number",
        "_factor": "Element",
        "net": "Money",
        "noteNumber": "list[int | None]",
        "_noteNumber": "list[Element | None]",
        "adjudication": "list[ExplanationOfBenefitItemAdjudication]",
    },
    total=False,
)


ExplanationOfBenefitBenefitBalance = TypedDict(
    "ExplanationOfBenefitBenefitBalance",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "category": Required["CodeableConcept"],
        "excluded": "bool",
        "_excluded": "Element",
        "name": "str",
        "_name": "Element",
        "description": "str",
        "_description": "Element",
        "network": "CodeableConcept",
        "unit": "CodeableConcept",
        "term": "CodeableConcept",
        "financial": "list[ExplanationOfBenefitBenefitBalanceFinancial]",
    },
    total=False,
)


ExplanationOfBenefitBenefitBalanceFinancial = TypedDict(
    "ExplanationOfBenefitBenefitBalanceFinancial",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": Required["CodeableConcept"],
        "allowedUnsignedInt": "int",
        "_allowedUnsignedInt": "Element",
        "allowedString": "str",
        "_allowedString": "Element",
        "allowedMoney": "Money",
        "usedUnsignedInt": "int",
        "_usedUnsignedInt": "Element",
        "usedMoney": "Money",
    },
    total=False,
)


ExplanationOfBenefitCareTeam = TypedDict(
    "ExplanationOfBenefitCareTeam",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "sequence": Required["int"],
        "_sequence": "Element",
        "provider": Required["Reference"],
        "responsible": "bool",
        "_responsible": "Element",
        "role": "CodeableConcept",
        "qualification": "CodeableConcept",
    },
    total=False,
)


ExplanationOfBenefitDiagnosis = TypedDict(
    "ExplanationOfBenefitDiagnosis",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "sequence": Required["int"],
        "_sequence": "Element",
        "diagnosisCodeableConcept": "CodeableConcept",
        "diagnosisReference": "Reference",
        "type": "list[CodeableConcept]",
        "onAdmission": "CodeableConcept",
        "packageCode": "CodeableConcept",
    },
    total=False,
)


ExplanationOfBenefitInsurance = TypedDict(
    "ExplanationOfBenefitInsurance",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "focal": Required["bool"],
        "_focal": "Element",
        "coverage": Required["Reference"],
        "preAuthRef": "list[str | None]",
        "_preAuthRef": "list[Element | None]",
    },
    total=False,
)


ExplanationOfBenefitItem = TypedDict(
    "ExplanationOfBenefitItem",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "sequence": Required["int"],
        "_sequence": "Element",
        "careTeamSequence": "list[int | None]",
        "_careTeamSequence": "list[Element | None]",
        "diagnosisSequence": "list[int | None]",
        "_diagnosisSequence": "list[Element | None]",
        "procedureSequence": "list[int | None]",
        "_procedureSequence": "list[Element | None]",
        "informationSequence": "list[int | None]",
        "_informationSequence": "list[Element | None]",
        "revenue": "CodeableConcept",
        "category": "CodeableConcept",
        "productOrService": Required["CodeableConcept"],
        "modifier": "list[CodeableConcept]",
        "programCode": "list[CodeableConcept]",
        "servicedDate": "str",
        "_servicedDate": "Element",
        "servicedPeriod": "Period",
        "locationCodeableConcept": "CodeableConcept",
        "locationAddress": "Address",
        "locationReference": "Reference",
        "quantity": "Quantity",
        "unitPrice": "Money",
        "factor": "Number",
        "_factor": "Element",
        "net": "Money",
        "udi": "list[Reference]",
        "bodySite": "CodeableConcept",
        "subSite": "list[CodeableConcept]",
        "encounter": "list[Reference]",
        "noteNumber": "list[int | None]",
        "_noteNumber": "list[Element | None]",
        "adjudication": "list[ExplanationOfBenefitItemAdjudication]",
        "detail": "list[ExplanationOfBenefitItemDetail]",
    },
    total=False,
)


ExplanationOfBenefitItemAdjudication = TypedDict(
    "ExplanationOfBenefitItemAdjudication",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "category": Required["CodeableConcept"],
        "reason": "CodeableConcept",
        "amount": "Money",
        "value": "Number",
        "_value": "Element",
    },
    total=False,
)


ExplanationOfBenefitItemDetail = TypedDict(
    "ExplanationOfBenefitItemDetail",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "sequence": Required["int"],
        "_sequence": "Element",
        "revenue": "CodeableConcept",
        "category": "CodeableConcept",
        "productOrService": Required["CodeableConcept"],
        "modifier": "list[CodeableConcept]",
        "programCode": "list[CodeableConcept]",
        "quantity": "Quantity",
        "unitPrice": "Money",
        "factor": "Number",
        "_factor": "Element",
        "net": "Money",
        "udi": "list[Reference]",
        "noteNumber": "list[int | None]",
        "_noteNumber": "list[Element | None]",
        "adjudication": "list[ExplanationOfBenefitItemAdjudication]",
        "subDetail": "list[ExplanationOfBenefitItemDetailSubDetail]",
    },
    total=False,
)


ExplanationOfBenefitItemDetailSubDetail = TypedDict(
    "ExplanationOfBenefitItemDetailSubDetail",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "sequence": Required["int"],
        "_sequence": "Element",
        "revenue": "CodeableConcept",
        "category": "CodeableConcept",
        "productOrService": Required["CodeableConcept"],
        "modifier": "list[CodeableConcept]",
        "programCode": "list[CodeableConcept]",
        "quantity": "Quantity",
        "unitPrice": "Money",
        "factor": "Number",
        "_factor": "Element",
        "net": "Money",
        "udi": "list[Reference]",
        "noteNumber": "list[int | None]",
        "_noteNumber": "list[Element | None]",
        "adjudication": "list[ExplanationOfBenefitItemAdjudication]",
    },
    total=False,
)


ExplanationOfBenefitPayee = TypedDict(
    "ExplanationOfBenefitPayee",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": "CodeableConcept",
        "party": "Reference",
    },
    total=False,
)


ExplanationOfBenefitPayment = TypedDict(
    "ExplanationOfBenefitPayment",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": "CodeableConcept",
        "adjustment": "Money",
        "adjustmentReason": "CodeableConcept",
        "date": "str",
        "_date": "Element",
        "amount": "Money",
        "identifier": "Identifier",
    },
    total=False,
)


ExplanationOfBenefitProcedure = TypedDict(
    "ExplanationOfBenefitProcedure",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "sequence": Required["int"],
        "_sequence": "Element",
        "type": "list[CodeableConcept]",
        "date": "str",
        "_date": "Element",
        "procedureCodeableConcept": "CodeableConcept",
        "procedureReference": "Reference",
        "udi": "list[Reference]",
    },
    total=False,
)


ExplanationOfBenefitProcessNote = TypedDict(
    "ExplanationOfBenefitProcessNote",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "number": "int",
        "_number": "Element",
        "type": "str",
        "_type": "Element",
        "text": "str",
        "_text": "Element",
        "language": "CodeableConcept",
    },
    total=False,
)


ExplanationOfBenefitRelated = TypedDict(
    "ExplanationOfBenefitRelated",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "claim": "Reference",
        "relationship": "CodeableConcept",
        "reference": "Identifier",
    },
    total=False,
)


ExplanationOfBenefitSupportingInfo = TypedDict(
    "ExplanationOfBenefitSupportingInfo",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "sequence": Required["int"],
        "_sequence": "Element",
        "category": Required["CodeableConcept"],
        "code": "CodeableConcept",
        "timingDate": "str",
        "_timingDate": "Element",
        "timingPeriod": "Period",
        "valueBoolean": "bool",
        "_valueBoolean": "Element",
        "valueString": "str",
        "_valueString": "Element",
        "valueQuantity": "Quantity",
        "valueAttachment": "Attachment",
        "valueReference": "Reference",
        "reason": "Coding",
    },
    total=False,
)


ExplanationOfBenefitTotal = TypedDict(
    "ExplanationOfBenefitTotal",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "category": Required["CodeableConcept"],
        "amount": Required["Money"],
    },
    total=False,
)


Expression = TypedDict(
    "Expression",
    {
        "id": "str",
        "extension": "list[Extension]",
        "description": "str",
        "_description": "Element",
        "name": "str",
        "_name": "Element",
        "language": Required["str"],
        "_language": "Element",
        "expression": "str",
        "_expression": "Element",
        "reference": "str",
        "_reference": "Element",
    },
    total=False,
)


Extension = TypedDict(
    "Extension",
    {
        "id": "str",
        "extension": "list[Extension]",
        "url": Required["str"],
        "valueBase64Binary": "str",
        "_valueBase64Binary": "Element",
        "valueBoolean": "bool",
        "_valueBoolean": "Element",
        "valueCanonical": "str",
        "_valueCanonical": "Element",
        "valueCode": "str",
        "_valueCode": "Element",
        "valueDate": "str",
        "_valueDate": "Element",
        "valueDateTime": "str",
        "_valueDateTime": "Element",
        "valueDecimal": "Number",
        "_valueDecimal": "Element",
        "valueId": "str",
        "_valueId": "Element",
        "valueInstant": "str",
        "_valueInstant": "Element",
        "valueInteger": "int",
        "_valueInteger": "Element",
        "valueMarkdown": "str",
        "_valueMarkdown": "Element",
        "valueOid": "str",
        "_valueOid": "Element",
        "valuePositiveInt": "int",
        "_valuePositiveInt": "Element",
        "valueString": "str",
        "_valueString": "Element",
        "valueTime": "str",
        "_valueTime": "Element",
        "valueUnsignedInt": "int",
        "_valueUnsignedInt": "Element",
        "valueUri": "str",
        "_valueUri": "Element",
        "valueUrl": "str",
        "_valueUrl": "Element",
        "valueUuid": "str",
        "_valueUuid": "Element",
        "valueAddress": "Address",
        "valueAge": "Age",
        "valueAnnotation": "Annotation",
        "valueAttachment": "Attachment",
        "valueCodeableConcept": "CodeableConcept",
        "valueCoding": "Coding",
        "valueContactPoint": "ContactPoint",
        "valueCount": "Count",
        "valueDistance": "Distance",
        "valueDuration": "Duration",
        "valueHumanName": "HumanName",
        "valueIdentifier": "Identifier",
        "valueMoney": "Money",
        "valuePeriod": "Period",
        "valueQuantity": "Quantity",
        "valueRange": "Range",
        "valueRatio": "Ratio",
        "valueReference": "Reference",
        "valueSampledData": "SampledData",
        "valueSignature": "Signature",
        "valueTiming": "Timing",
        "valueContactDetail": "ContactDetail",
        "valueContributor": "Contributor",
        "valueDataRequirement": "DataRequirement",
        "valueExpression": "Expression",
        "valueParameterDefinition": "ParameterDefinition",
        "valueRelatedArtifact": "RelatedArtifact",
        "valueTriggerDefinition": "TriggerDefinition",
        "valueUsageContext": "UsageContext",
        "valueDosage": "Dosage",
        "valueMeta": "Meta",
    },
    total=False,
)


FamilyMemberHistory = TypedDict(
    "FamilyMemberHistory",
    {
        "resourceType": Required[Literal["FamilyMemberHistory"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "instantiatesCanonical": "list[str | None]",
        "_instantiatesCanonical": "list[Element | None]",
        "instantiatesUri": "list[str | None]",
        "_instantiatesUri": "list[Element | None]",
        "status": Required["str"],
        "_status": "Element",
        "dataAbsentReason": "CodeableConcept",
        "patient": Required["Reference"],
        "date": "str",
        "_date": "Element",
        "name": "str",
        "_name": "Element",
        "relationship": Required["CodeableConcept"],
        "sex": "CodeableConcept",
        "bornPeriod": "Period",
        "bornDate": "str",
        "_bornDate": "Element",
        "bornString": "str",
        "_bornString": "Element",
        "ageAge": "Age",
        "ageRange": "Range",
        "ageString": "str",
        "_ageString": "Element",
        "estimatedAge": "bool",
        "_estimatedAge": "Element",
        "deceasedBoolean": "bool",
        "_deceasedBoolean": "Element",
        "deceasedAge": "Age",
        "deceasedRange": "Range",
        "deceasedDate": "str",
        "_deceasedDate": "Element",
        "deceasedString": "str",
        "_deceasedString": "Element",
        "reasonCode": "list[CodeableConcept]",
        "reasonReference": "list[Reference]",
        "note": "list[Annotation]",
        "condition": "list[FamilyMemberHistoryCondition]",
    },
    total=False,
)


FamilyMemberHistoryCondition = TypedDict(
    "FamilyMemberHistoryCondition",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "code": Required["CodeableConcept"],
        "outcome": "CodeableConcept",
        "contributedToDeath": "bool",
        "_contributedToDeath": "Element",
        "onsetAge": "Age",
        "onsetRange": "Range",
        "onsetPeriod": "Period",
        "onsetString": "str",
        "_onsetString": "Element",
        "note": "list[Annotation]",
    },
    total=False,
)


Flag = TypedDict(
    "Flag",
    {
        "resourceType": Required[Literal["Flag"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "status": Required["str"],
        "_status": "Element",
        "category": "list[CodeableConcept]",
        "code": Required["CodeableConcept"],
        "subject": Required["Reference"],
        "period": "Period",
        "encounter": "Reference",
        "author": "Reference",
    },
    total=False,
)


Goal = TypedDict(
    "Goal",
    {
        "resourceType": Required[Literal["Goal"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "lifecycleStatus": Required["str"],
        "_lifecycleStatus": "Element",
        "achievementStatus": "CodeableConcept",
        "category": "list[CodeableConcept]",
        "priority": "CodeableConcept",
        "description": Required["CodeableConcept"],
        "subject": Required["Reference"],
        "startDate": "str",
        "_startDate": "Element",
        "startCodeableConcept": "CodeableConcept",
        "target": "list[GoalTarget]",
        "statusDate": "str",
        "_statusDate": "Element",
        "statusReason": "str",
        "_statusReason": "Element",
        "expressedBy": "Reference",
        "addresses": "list[Reference]",
        "note": "list[Annotation]",
        "outcomeCode": "list[CodeableConcept]",
        "outcomeReference": "list[Reference]",
    },
    total=False,
)


GoalTarget = TypedDict(
    "GoalTarget",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "measure": "CodeableConcept",
        "detailQuantity": "Quantity",
        "detailRange": "Range",
        "detailCodeableConcept": "CodeableConcept",
        "detailString": "str",
        "_detailString": "Element",
        "detailBoolean": "bool",
        "_detailBoolean": "Element",
        "detailInteger": "int",
        "_detailInteger": "Element",
        "detailRatio": "Ratio",
        "dueDate": "str",
        "_dueDate": "Element",
        "dueDuration": "Duration",
    },
    total=False,
)


GraphDefinition = TypedDict(
    "GraphDefinition",
    {
        "resourceType": Required[Literal["GraphDefinition"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "url": "str",
        "_url": "Element",
        "version": "str",
        "_version": "Element",
        "name": Required["str"],
        "_name": "Element",
        "status": Required["str"],
        "_status": "Element",
        "experimental": "bool",
        "_experimental": "Element",
        "date": "str",
        "_date": "Element",
        "publisher": "str",
        "_publisher": "Element",
        "contact": "list[ContactDetail]",
        "description": "str",
        "_description": "Element",
        "useContext": "list[UsageContext]",
        "jurisdiction": "list[CodeableConcept]",
        "purpose": "str",
        "_purpose": "Element",
        "start": Required["str"],
        "_start": "Element",
        "profile": "str",
        "_profile": "Element",
        "link": "list[GraphDefinitionLink]",
    },
    total=False,
)


GraphDefinitionLink = TypedDict(
    "GraphDefinitionLink",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "path": "str",
        "_path": "Element",
        "sliceName": "str",
        "_sliceName": "Element",
        "min": "int",
        "_min": "Element",
        "max": "str",
        "_max": "Element",
        "description": "str",
        "_description": "Element",
        "target": "list[GraphDefinitionLinkTarget]",
    },
    total=False,
)


GraphDefinitionLinkTarget = TypedDict(
    "GraphDefinitionLinkTarget",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": Required["str"],
        "_type": "Element",
        "params": "str",
        "_params": "Element",
        "profile": "str",
        "_profile": "Element",
        "compartment": "list[GraphDefinitionLinkTargetCompartment]",
        "link": "list[GraphDefinitionLink]",
    },
    total=False,
)


GraphDefinitionLinkTargetCompartment = TypedDict(
    "GraphDefinitionLinkTargetCompartment",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "use": Required["str"],
        "_use": "Element",
        "code": Required["str"],
        "_code": "Element",
        "rule": Required["str"],
        "_rule": "Element",
        "expression": "str",
        "_expression": "Element",
        "description": "str",
        "_description": "Element",
    },
    total=False,
)


Group = TypedDict(
    "Group",
    {
        "resourceType": Required[Literal["Group"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "active": "bool",
        "_active": "Element",
        "type": Required["str"],
        "_type": "Element",
        "actual": Required["bool"],
        "_actual": "Element",
        "code": "CodeableConcept",
        "name": "str",
        "_name": "Element",
        "quantity": "int",
        "_quantity": "Element",
        "managingEntity": "Reference",
        "characteristic": "list[GroupCharacteristic]",
        "member": "list[GroupMember]",
    },
    total=False,
)


GroupCharacteristic = TypedDict(
    "GroupCharacteristic",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "code": Required["CodeableConcept"],
        "valueCodeableConcept": "CodeableConcept",
        "valueBoolean": "bool",
        "_valueBoolean": "Element",
        "valueQuantity": "Quantity",
        "valueRange": "Range",
        "valueReference": "Reference",
        "exclude": Required["bool"],
        "_exclude": "Element",
        "period": "Period",
    },
    total=False,
)


GroupMember = TypedDict(
    "GroupMember",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "entity": Required["Reference"],
        "period": "Period",
        "inactive": "bool",
        "_inactive": "Element",
    },
    total=False,
)


GuidanceResponse = TypedDict(
    "GuidanceResponse",
    {
        "resourceType": Required[Literal["GuidanceResponse"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "requestIdentifier": "Identifier",
        "identifier": "list[Identifier]",
        "moduleUri": "str",
        "_moduleUri": "Element",
        "moduleCanonical": "str",
        "_moduleCanonical": "Element",
        "moduleCodeableConcept": "CodeableConcept",
        "status": Required["str"],
        "_status": "Element",
        "subject": "Reference",
        "encounter": "Reference",
        "occurrenceDateTime": "str",
        "_occurrenceDateTime": "Element",
        "performer": "Reference",
        "reasonCode": "list[CodeableConcept]",
        "reasonReference": "list[Reference]",
        "note": "list[Annotation]",
        "evaluationMessage": "list[Reference]",
        "outputParameters": "Reference",
        "result": "Reference",
        "dataRequirement": "list[DataRequirement]",
    },
    total=False,
)


HealthcareService = TypedDict(
    "HealthcareService",
    {
        "resourceType": Required[Literal["HealthcareService"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "active": "bool",
        "_active": "Element",
        "providedBy": "Reference",
        "category": "list[CodeableConcept]",
        "type": "list[CodeableConcept]",
        "specialty": "list[CodeableConcept]",
        "location": "list[Reference]",
        "name": "str",
        "_name": "Element",
        "comment": "str",
        "_comment": "Element",
        "extraDetails": "str",
        "_extraDetails": "Element",
        "photo": "Attachment",
        "telecom": "list[ContactPoint]",
        "coverageArea": "list[Reference]",
        "serviceProvisionCode": "list[CodeableConcept]",
        "eligibility": "list[HealthcareServiceEligibility]",
        "program": "list[CodeableConcept]",
        "characteristic": "list[CodeableConcept]",
        "communication": "list[CodeableConcept]",
        "referralMethod": "list[CodeableConcept]",
        "appointmentRequired": "bool",
        "_appointmentRequired": "Element",
        "availableTime": "list[HealthcareServiceAvailableTime]",
        "notAvailable": "list[HealthcareServiceNotAvailable]",
        "availabilityExceptions": "str",
        "_availabilityExceptions": "Element",
        "endpoint": "list[Reference]",
    },
    total=False,
)


HealthcareServiceAvailableTime = TypedDict(
    "HealthcareServiceAvailableTime",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "daysOfWeek": "list[str | None]",
        "_daysOfWeek": "list[Element | None]",
        "allDay": "bool",
        "_allDay": "Element",
        "availableStartTime": "str",
        "_availableStartTime": "Element",
        "availableEndTime": "str",
        "_availableEndTime": "Element",
    },
    total=False,
)


HealthcareServiceEligibility = TypedDict(
    "HealthcareServiceEligibility",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "code": "CodeableConcept",
        "comment": "str",
        "_comment": "Element",
    },
    total=False,
)


HealthcareServiceNotAvailable = TypedDict(
    "HealthcareServiceNotAvailable",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "description": Required["str"],
        "_description": "Element",
        "during": "Period",
    },
    total=False,
)


HumanName = TypedDict(
    "HumanName",
    {
        "id": "str",
        "extension": "list[Extension]",
        "use": "str",
        "_use": "Element",
        "text": "str",
        "_text": "Element",
        "family": "str",
        "_family": "Element",
        "given": "list[str | None]",
        "_given": "list[Element | None]",
        "prefix": "list[str | None]",
        "_prefix": "list[Element | None]",
        "suffix": "list[str | None]",
        "_suffix": "list[Element | None]",
        "period": "Period",
    },
    total=False,
)


Identifier = TypedDict(
    "Identifier",
    {
        "id": "str",
        "extension": "list[Extension]",
        "use": "str",
        "_use": "Element",
        "type": "CodeableConcept",
        "system": "str",
        "_system": "Element",
        "value": "str",
        "_value": "Element",
        "period": "Period",
        "assigner": "Reference",
    },
    total=False,
)


ImagingStudy = TypedDict(
    "ImagingStudy",
    {
        "resourceType": Required[Literal["ImagingStudy"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "status": Required["str"],
        "_status": "Element",
        "modality": "list[Coding]",
        "subject": Required["Reference"],
        "encounter": "Reference",
        "started": "str",
        "_started": "Element",
        "basedOn": "list[Reference]",
        "referrer": "Reference",
        "interpreter": "list[Reference]",
        "endpoint": "list[Reference]",
        "numberOfSeries": "int",
        "_numberOfSeries": "Element",
        "numberOfInstances": "int",
        "_numberOfInstances": "Element",
        "procedureReference": "Reference",
        "procedureCode": "list[CodeableConcept]",
        "location": "Reference",
        "reasonCode": "list[CodeableConcept]",
        "reasonReference": "list[Reference]",
        "note": "list[Annotation]",
        "description": "str",
        "_description": "Element",
        "series": "list[ImagingStudySeries]",
    },
    total=False,
)


ImagingStudySeries = TypedDict(
    "ImagingStudySeries",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "uid": Required["str"],
        "_uid": "Element",
        "number": "int",
        "_number": "Element",
        "modality": Required["Coding"],
        "description": "str",
        "_description": "Element",
        "numberOfInstances": "int",
        "_numberOfInstances": "Element",
        "endpoint": "list[Reference]",
        "bodySite": "Coding",
        "laterality": "Coding",
        "specimen": "list[Reference]",
        "started": "str",
        "_started": "Element",
        "performer": "list[ImagingStudySeriesPerformer]",
        "instance": "list[ImagingStudySeriesInstance]",
    },
    total=False,
)


ImagingStudySeriesInstance = TypedDict(
    "ImagingStudySeriesInstance",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "uid": Required["str"],
        "_uid": "Element",
        "sopClass": Required["Coding"],
        "number": "int",
        "_number": "Element",
        "title": "str",
        "_title": "Element",
    },
    total=False,
)


ImagingStudySeriesPerformer = TypedDict(
    "ImagingStudySeriesPerformer",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "function": "CodeableConcept",
        "actor": Required["Reference"],
    },
    total=False,
)


Immunization = TypedDict(
    "Immunization",
    {
        "resourceType": Required[Literal["Immunization"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "status": Required["str"],
        "_status": "Element",
        "statusReason": "CodeableConcept",
        "vaccineCode": Required["CodeableConcept"],
        "patient": Required["Reference"],
        "encounter": "Reference",
        "occurrenceDateTime": "str",
        "_occurrenceDateTime": "Element",
        "occurrenceString": "str",
        "_occurrenceString": "Element",
        "recorded": "str",
        "_recorded": "Element",
        "primarySource": "bool",
        "_primarySource": "Element",
        "reportOrigin": "CodeableConcept",
        "location": "Reference",
        "manufacturer": "Reference",
        "lotNumber": "str",
        "_lotNumber": "Element",
        "expirationDate": "str",
        "_expirationDate": "Element",
        "site": "CodeableConcept",
        "route": "CodeableConcept",
        "doseQuantity": "Quantity",
        "performer": "list[ImmunizationPerformer]",
        "note": "list[Annotation]",
        "reasonCode": "list[CodeableConcept]",
        "reasonReference": "list[Reference]",
        "isSubpotent": "bool",
        "_isSubpotent": "Element",
        "subpotentReason": "list[CodeableConcept]",
        "education": "list[ImmunizationEducation]",
        "programEligibility": "list[CodeableConcept]",
        "fundingSource": "CodeableConcept",
        "reaction": "list[ImmunizationReaction]",
        "protocolApplied": "list[ImmunizationProtocolApplied]",
    },
    total=False,
)


ImmunizationEducation = TypedDict(
    "ImmunizationEducation",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "documentType": "str",
        "_documentType": "Element",
        "reference": "str",
        "_reference": "Element",
        "publicationDate": "str",
        "_publicationDate": "Element",
        "presentationDate": "str",
        "_presentationDate": "Element",
    },
    total=False,
)


ImmunizationPerformer = TypedDict(
    "ImmunizationPerformer",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "function": "CodeableConcept",
        "actor": Required["Reference"],
    },
    total=False,
)


ImmunizationProtocolApplied = TypedDict(
    "ImmunizationProtocolApplied",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "series": "str",
        "_series": "Element",
        "authority": "Reference",
        "targetDisease": "list[CodeableConcept]",
        "doseNumberPositiveInt": "int",
        "_doseNumberPositiveInt": "Element",
        "doseNumberString": "str",
        "_doseNumberString": "Element",
        "seriesDosesPositiveInt": "int",
        "_seriesDosesPositiveInt": "Element",
        "seriesDosesString": "str",
        "_seriesDosesString": "Element",
    },
    total=False,
)


ImmunizationReaction = TypedDict(
    "ImmunizationReaction",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "date": "str",
        "_date": "Element",
        "detail": "Reference",
        "reported": "bool",
        "_reported": "Element",
    },
    total=False,
)


ImmunizationEvaluation = TypedDict(
    "ImmunizationEvaluation",
    {
        "resourceType": Required[Literal["ImmunizationEvaluation"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "status": Required["str"],
        "_status": "Element",
        "patient": Required["Reference"],
        "date": "str",
        "_date": "Element",
        "authority": "Reference",
        "targetDisease": Required["CodeableConcept"],
        "immunizationEvent": Required["Reference"],
        "doseStatus": Required["CodeableConcept"],
        "doseStatusReason": "list[CodeableConcept]",
        "description": "str",
        "_description": "Element",
        "series": "str",
        "_series": "Element",
        "doseNumberPositiveInt": "int",
        "_doseNumberPositiveInt": "Element",
        "doseNumberString": "str",
        "_doseNumberString": "Element",
        "seriesDosesPositiveInt": "int",
        "_seriesDosesPositiveInt": "Element",
        "seriesDosesString": "str",
        "_seriesDosesString": "Element",
    },
    total=False,
)


ImmunizationRecommendation = TypedDict(
    "ImmunizationRecommendation",
    {
        "resourceType": Required[Literal["ImmunizationRecommendation"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "patient": Required["Reference"],
        "date": Required["str"],
        "_date": "Element",
        "authority": "Reference",
        "recommendation": Required["list[ImmunizationRecommendationRecommendation]"],
    },
    total=False,
)


ImmunizationRecommendationRecommendation = TypedDict(
    "ImmunizationRecommendationRecommendation",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "vaccineCode": "list[CodeableConcept]",
        "targetDisease": "CodeableConcept",
        "contraindicatedVaccineCode": "list[CodeableConcept]",
        "forecastStatus": Required["CodeableConcept"],
        "forecastReason": "list[CodeableConcept]",
        "dateCriterion": "list[ImmunizationRecommendationRecommendationDateCriterion]",
        "description": "str",
        "_description": "Element",
        "series": "str",
        "_series": "Element",
        "doseNumberPositiveInt": "int",
        "_doseNumberPositiveInt": "Element",
        "doseNumberString": "str",
        "_doseNumberString": "Element",
        "seriesDosesPositiveInt": "int",
        "_seriesDosesPositiveInt": "Element",
        "seriesDosesString": "str",
        "_seriesDosesString": "Element",
        "supportingImmunization": "list[Reference]",
        "supportingPatientInformation": "list[Reference]",
    },
    total=False,
)


ImmunizationRecommendationRecommendationDateCriterion = TypedDict(
    "ImmunizationRecommendationRecommendationDateCriterion",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "code": Required["CodeableConcept"],
        "value": Required["str"],
        "_value": "Element",
    },
    total=False,
)


ImplementationGuide = TypedDict(
    "ImplementationGuide",
    {
        "resourceType": Required[Literal["ImplementationGuide"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "url": Required["str"],
        "_url": "Element",
        "version": "str",
        "_version": "Element",
        "name": Required["str"],
        "_name": "Element",
        "title": "str",
        "_title": "Element",
        "status": Required["str"],
        "_status": "Element",
        "experimental": "bool",
        "_experimental": "Element",
        "date": "str",
        "_date": "Element",
        "publisher": "str",
        "_publisher": "Element",
        "contact": "list[ContactDetail]",
        "description": "str",
        "_description": "Element",
        "useContext": "list[UsageContext]",
        "jurisdiction": "list[CodeableConcept]",
        "copyright": "str",
        "_copyright": "Element",
        "packageId": Required["str"],
        "_packageId": "Element",
        "license": "str",
        "_license": "Element",
        "fhirVersion": Required["list[str | None]"],
        "_fhirVersion": "list[Element | None]",
        "dependsOn": "list[ImplementationGuideDependsOn]",
        "global": "list[ImplementationGuideGlobal]",
        "definition": "ImplementationGuideDefinition",
        "manifest": "ImplementationGuideManifest",
    },
    total=False,
)


ImplementationGuideDefinition = TypedDict(
    "ImplementationGuideDefinition",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "grouping": "list[ImplementationGuideDefinitionGrouping]",
        "resource": Required["list[ImplementationGuideDefinitionResource]"],
        "page": "ImplementationGuideDefinitionPage",
        "parameter": "list[ImplementationGuideDefinitionParameter]",
        "template": "list[ImplementationGuideDefinitionTemplate]",
    },
    total=False,
)


ImplementationGuideDefinitionGrouping = TypedDict(
    "ImplementationGuideDefinitionGrouping",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "name": Required["str"],
        "_name": "Element",
        "description": "str",
        "_description": "Element",
    },
    total=False,
)


ImplementationGuideDefinitionPage = TypedDict(
    "ImplementationGuideDefinitionPage",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "nameUrl": "str",
        "_nameUrl": "Element",
        "nameReference": "Reference",
        "title": Required["str"],
        "_title": "Element",
        "generation": Required["str"],
        "_generation": "Element",
        "page": "list[ImplementationGuideDefinitionPage]",
    },
    total=False,
)


ImplementationGuideDefinitionParameter = TypedDict(
    "ImplementationGuideDefinitionParameter",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "code": Required["str"],
        "_code": "Element",
        "value": Required["str"],
        "_value": "Element",
    },
    total=False,
)


ImplementationGuideDefinitionResource = TypedDict(
    "ImplementationGuideDefinitionResource",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "reference": Required["Reference"],
        "fhirVersion": "list[str | None]",
        "_fhirVersion": "list[Element | None]",
        "name": "str",
        "_name": "Element",
        "description": "str",
        "_description": "Element",
        "exampleBoolean": "bool",
        "_exampleBoolean": "Element",
        "exampleCanonical": "str",
        "_exampleCanonical": "Element",
        "groupingId": "str",
        "_groupingId": "Element",
    },
    total=False,
)


ImplementationGuideDefinitionTemplate = TypedDict(
    "ImplementationGuideDefinitionTemplate",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "code": Required["str"],
        "_code": "Element",
        "source": Required["str"],
        "_source": "Element",
        "scope": "str",
        "_scope": "Element",
    },
    total=False,
)


ImplementationGuideDependsOn = TypedDict(
    "ImplementationGuideDependsOn",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "uri": Required["str"],
        "_uri": "Element",
        "packageId": "str",
        "_packageId": "Element",
        "version": "str",
        "_version": "Element",
    },
    total=False,
)


ImplementationGuideGlobal = TypedDict(
    "ImplementationGuideGlobal",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": Required["str"],
        "_type": "Element",
        "profile": Required["str"],
        "_profile": "Element",
    },
    total=False,
)


ImplementationGuideManifest = TypedDict(
    "ImplementationGuideManifest",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "rendering": "str",
        "_rendering": "Element",
        "resource": Required["list[ImplementationGuideManifestResource]"],
        "page": "list[ImplementationGuideManifestPage]",
        "image": "list[str | None]",
        "_image": "list[Element | None]",
        "other": "list[str | None]",
        "_other": "list[Element | None]",
    },
    total=False,
)


ImplementationGuideManifestPage = TypedDict(
    "ImplementationGuideManifestPage",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "name": Required["str"],
        "_name": "Element",
        "title": "str",
        "_title": "Element",
        "anchor": "list[str | None]",
        "_anchor": "list[Element | None]",
    },
    total=False,
)


ImplementationGuideManifestResource = TypedDict(
    "ImplementationGuideManifestResource",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "reference": Required["Reference"],
        "exampleBoolean": "bool",
        "_exampleBoolean": "Element",
        "exampleCanonical": "str",
        "_exampleCanonical": "Element",
        "relativePath": "str",
        "_relativePath": "Element",
    },
    total=False,
)


InsurancePlan = TypedDict(
    "InsurancePlan",
    {
        "resourceType": Required[Literal["InsurancePlan"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "status": "str",
        "_status": "Element",
        "type": "list[CodeableConcept]",
        "name": "str",
        "_name": "Element",
        "alias": "list[str | None]",
        "_alias": "list[Element | None]",
        "period": "Period",
        "ownedBy": "Reference",
        "administeredBy": "Reference",
        "coverageArea": "list[Reference]",
        "contact": "list[InsurancePlanContact]",
        "endpoint": "list[Reference]",
        "network": "list[Reference]",
        "coverage": "list[InsurancePlanCoverage]",
        "plan": "list[InsurancePlanPlan]",
    },
    total=False,
)


InsurancePlanContact = TypedDict(
    "InsurancePlanContact",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "purpose": "CodeableConcept",
        "name": "HumanName",
        "telecom": "list[ContactPoint]",
        "address": "Address",
    },
    total=False,
)


InsurancePlanCoverage = TypedDict(
    "InsurancePlanCoverage",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": Required["CodeableConcept"],
        "network": "list[Reference]",
        "benefit": Required["list[InsurancePlanCoverageBenefit]"],
    },
    total=False,
)


InsurancePlanCoverageBenefit = TypedDict(
    "InsurancePlanCoverageBenefit",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": Required["CodeableConcept"],
        "requirement": "str",
        "_requirement": "Element",
        "limit": "list[InsurancePlanCoverageBenefitLimit]",
    },
    total=False,
)


InsurancePlanCoverageBenefitLimit = TypedDict(
    "InsurancePlanCoverageBenefitLimit",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "value": "Quantity",
        "code": "CodeableConcept",
    },
    total=False,
)


InsurancePlanPlan = TypedDict(
    "InsurancePlanPlan",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "type": "CodeableConcept",
        "coverageArea": "list[Reference]",
        "network": "list[Reference]",
        "generalCost": "list[InsurancePlanPlanGeneralCost]",
        "specificCost": "list[InsurancePlanPlanSpecificCost]",
    },
    total=False,
)


InsurancePlanPlanGeneralCost = TypedDict(
    "InsurancePlanPlanGeneralCost",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": "CodeableConcept",
        "groupSize": "int",
        "_groupSize": "Element",
        "cost": "Money",
        "comment": "str",
        "_comment": "Element",
    },
    total=False,
)


InsurancePlanPlanSpecificCost = TypedDict(
    "InsurancePlanPlanSpecificCost",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "category": Required["CodeableConcept"],
        "benefit": "list[InsurancePlanPlanSpecificCostBenefit]",
    },
    total=False,
)


InsurancePlanPlanSpecificCostBenefit = TypedDict(
    "InsurancePlanPlanSpecificCostBenefit",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": Required["CodeableConcept"],
        "cost": "list[InsurancePlanPlanSpecificCostBenefitCost]",
    },
    total=False,
)


InsurancePlanPlanSpecificCostBenefitCost = TypedDict(
    "InsurancePlanPlanSpecificCostBenefitCost",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": Required["CodeableConcept"],
        "applicability": "CodeableConcept",
        "qualifiers": "list[CodeableConcept]",
        "value": "Quantity",
    },
    total=False,
)


Invoice = TypedDict(
    "Invoice",
    {
        "resourceType": Required[Literal["Invoice"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "status": Required["str"],
        "_status": "Element",
        "cancelledReason": "str",
        "_cancelledReason": "Element",
        "type": "CodeableConcept",
        "subject": "Reference",
        "recipient": "Reference",
        "date": "str",
        "_date": "Element",
        "participant": "list[InvoiceParticipant]",
        "issuer": "Reference",
        "account": "Reference",
        "lineItem": "list[InvoiceLineItem]",
        "totalPriceComponent": "list[InvoiceLineItemPriceComponent]",
        "totalNet": "Money",
        "totalGross": "Money",
        "paymentTerms": "str",
        "_paymentTerms": "Element",
        "note": "list[Annotation]",
    },
    total=False,
)


InvoiceLineItem = TypedDict(
    "InvoiceLineItem",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "sequence": "int",
        "_sequence": "Element",
        "chargeItemReference": "Reference",
        "chargeItemCodeableConcept": "CodeableConcept",
        "priceComponent": "list[InvoiceLineItemPriceComponent]",
    },
    total=False,
)


InvoiceLineItemPriceComponent = TypedDict(
    "InvoiceLineItemPriceComponent",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": Required["str"],
        "_type": "Element",
        "code": "CodeableConcept",
        "factor": "Number",
        "_factor": "Element",
        "amount": "Money",
    },
    total=False,
)


InvoiceParticipant = TypedDict(
    "InvoiceParticipant",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "role": "CodeableConcept",
        "actor": Required["Reference"],
    },
    total=False,
)


Library = TypedDict(
    "Library",
    {
        "resourceType": Required[Literal["Library"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "url": "str",
        "_url": "Element",
        "identifier": "list[Identifier]",
        "version": "str",
        "_version": "Element",
        "name": "str",
        "_name": "Element",
        "title": "str",
        "_title": "Element",
        "subtitle": "str",
        "_subtitle": "Element",
        "status": Required["str"],
        "_status": "Element",
        "experimental": "bool",
        "_experimental": "Element",
        "type": Required["CodeableConcept"],
        "subjectCodeableConcept": "CodeableConcept",
        "subjectReference": "Reference",
        "date": "str",
        "_date": "Element",
        "publisher": "str",
        "_publisher": "Element",
        "contact": "list[ContactDetail]",
        "description": "str",
        "_description": "Element",
        "useContext": "list[UsageContext]",
        "jurisdiction": "list[CodeableConcept]",
        "purpose": "str",
        "_purpose": "Element",
        "usage": "str",
        "_usage": "Element",
        "copyright": "str",
        "_copyright": "Element",
        "approvalDate": "str",
        "_approvalDate": "Element",
        "lastReviewDate": "str",
        "_lastReviewDate": "Element",
        "effectivePeriod": "Period",
        "topic": "list[CodeableConcept]",
        "author": "list[ContactDetail]",
        "editor": "list[ContactDetail]",
        "reviewer": "list[ContactDetail]",
        "endorser": "list[ContactDetail]",
        "relatedArtifact": "list[RelatedArtifact]",
        "parameter": "list[ParameterDefinition]",
        "dataRequirement": "list[DataRequirement]",
        "content": "list[Attachment]",
    },
    total=False,
)


Linkage = TypedDict(
    "Linkage",
    {
        "resourceType": Required[Literal["Linkage"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "active": "bool",
        "_active": "Element",
        "author": "Reference",
        "item": Required["list[LinkageItem]"],
    },
    total=False,
)


LinkageItem = TypedDict(
    "LinkageItem",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": Required["str"],
        "_type": "Element",
        "resource": Required["Reference"],
    },
    total=False,
)


List = TypedDict(
    "List",
    {
        "resourceType": Required[Literal["List"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "status": Required["str"],
        "_status": "Element",
        "mode": Required["str"],
        "_mode": "Element",
        "title": "str",
        "_title": "Element",
        "code": "CodeableConcept",
        "subject": "Reference",
        "encounter": "Reference",
        "date": "str",
        "_date": "Element",
        "source": "Reference",
        "orderedBy": "CodeableConcept",
        "note": "list[Annotation]",
        "entry": "list[ListEntry]",
        "emptyReason": "CodeableConcept",
    },
    total=False,
)


ListEntry = TypedDict(
    "ListEntry",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "flag": "CodeableConcept",
        "deleted": "bool",
        "_deleted": "Element",
        "date": "str",
        "_date": "Element",
        "item": Required["Reference"],
    },
    total=False,
)


Location = TypedDict(
    "Location",
    {
        "resourceType": Required[Literal["Location"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "status": "str",
        "_status": "Element",
        "operationalStatus": "Coding",
        "name": "str",
        "_name": "Element",
        "alias": "list[str | None]",
        "_alias": "list[Element | None]",
        "description": "str",
        "_description": "Element",
        "mode": "str",
        "_mode": "Element",
        "type": "list[CodeableConcept]",
        "telecom": "list[ContactPoint]",
        "address": "Address",
        "physicalType": "CodeableConcept",
        "position": "LocationPosition",
        "managingOrganization": "Reference",
        "partOf": "Reference",
        "hoursOfOperation": "list[LocationHoursOfOperation]",
        "availabilityExceptions": "str",
        "_availabilityExceptions": "Element",
        "endpoint": "list[Reference]",
    },
    total=False,
)


LocationHoursOfOperation = TypedDict(
    "LocationHoursOfOperation",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "daysOfWeek": "list[str | None]",
        "_daysOfWeek": "list[Element | None]",
        "allDay": "bool",
        "_allDay": "Element",
        "openingTime": "str",
        "_openingTime": "Element",
        "closingTime": "str",
        "_closingTime": "Element",
    },
    total=False,
)


LocationPosition = TypedDict(
    "LocationPosition",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "longitude": Required["Number"],
        "_longitude": "Element",
        "latitude": Required["Number"],
        "_latitude": "Element",
        "altitude": "Number",
        "_altitude": "Element",
    },
    total=False,
)


MarketingStatus = TypedDict(
    "MarketingStatus",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "country": Required["CodeableConcept"],
        "jurisdiction": "CodeableConcept",
        "status": Required["CodeableConcept"],
        "dateRange": Required["Period"],
        "restoreDate": "str",
        "_restoreDate": "Element",
    },
    total=False,
)


Measure = TypedDict(
    "Measure",
    {
        "resourceType": Required[Literal["Measure"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "url": "str",
        "_url": "Element",
        "identifier": "list[Identifier]",
        "version": "str",
        "_version": "Element",
        "name": "str",
        "_name": "Element",
        "title": "str",
        "_title": "Element",
        "subtitle": "str",
        "_subtitle": "Element",
        "status": Required["str"],
        "_status": "Element",
        "experimental": "bool",
        "_experimental": "Element",
        "subjectCodeableConcept": "CodeableConcept",
        "subjectReference": "Reference",
        "date": "str",
        "_date": "Element",
        "publisher": "str",
        "_publisher": "Element",
        "contact": "list[ContactDetail]",
        "description": "str",
        "_description": "Element",
        "useContext": "list[UsageContext]",
        "jurisdiction": "list[CodeableConcept]",
        "purpose": "str",
        "_purpose": "Element",
        "usage": "str",
        "_usage": "Element",
        "copyright": "str",
        "_copyright": "Element",
        "approvalDate": "str",
        "_approvalDate": "Element",
        "lastReviewDate": "str",
        "_lastReviewDate": "Element",
        "effectivePeriod": "Period",
        "topic": "list[CodeableConcept]",
        "author": "list[ContactDetail]",
        "editor": "list[ContactDetail]",
        "reviewer": "list[ContactDetail]",
        "endorser": "list[ContactDetail]",
        "relatedArtifact": "list[RelatedArtifact]",
        "library": "list[str | None]",
        "_library": "list[Element | None]",
        "disclaimer": "str",
        "_disclaimer": "Element",
        "scoring": "CodeableConcept",
        "compositeScoring": "CodeableConcept",
        "type": "list[CodeableConcept]",
        "riskAdjustment": "str",
        "_riskAdjustment": "Element",
        "rateAggregation": "str",
        "_rateAggregation": "Element",
        "rationale": "str",
        "_rationale": "Element",
        "clinicalRecommendationStatement": "str",
        "_clinicalRecommendationStatement": "Element",
        "improvementNotation": "CodeableConcept",
        "definition": "list[str | None]",
        "_definition": "list[Element | None]",
        "guidance": "str",
        "_guidance": "Element",
        "group": "list[MeasureGroup]",
        "supplementalData": "list[MeasureSupplementalData]",
    },
    total=False,
)


MeasureGroup = TypedDict(
    "MeasureGroup",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "code": "CodeableConcept",
        "description": "str",
        "_description": "Element",
        "population": "list[MeasureGroupPopulation]",
        "stratifier": "list[MeasureGroupStratifier]",
    },
    total=False,
)


MeasureGroupPopulation = TypedDict(
    "MeasureGroupPopulation",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "code": "CodeableConcept",
        "description": "str",
        "_description": "Element",
        "criteria": Required["Expression"],
    },
    total=False,
)


MeasureGroupStratifier = TypedDict(
    "MeasureGroupStratifier",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "code": "CodeableConcept",
        "description": "str",
        "_description": "Element",
        "criteria": "Expression",
        "component": "list[MeasureGroupStratifierComponent]",
    },
    total=False,
)


MeasureGroupStratifierComponent = TypedDict(
    "MeasureGroupStratifierComponent",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "code": "CodeableConcept",
        "description": "str",
        "_description": "Element",
        "criteria": Required["Expression"],
    },
    total=False,
)


MeasureSupplementalData = TypedDict(
    "MeasureSupplementalData",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "code": "CodeableConcept",
        "usage": "list[CodeableConcept]",
        "description": "str",
        "_description": "Element",
        "criteria": Required["Expression"],
    },
    total=False,
)


MeasureReport = TypedDict(
    "MeasureReport",
    {
        "resourceType": Required[Literal["MeasureReport"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "status": Required["str"],
        "_status": "Element",
        "type": Required["str"],
        "_type": "Element",
        "measure": Required["str"],
        "_measure": "Element",
        "subject": "Reference",
        "date": "str",
        "_date": "Element",
        "reporter": "Reference",
        "period": Required["Period"],
        "improvementNotation": "CodeableConcept",
        "group": "list[MeasureReportGroup]",
        "evaluatedResource": "list[Reference]",
    },
    total=False,
)


MeasureReportGroup = TypedDict(
    "MeasureReportGroup",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "code": "CodeableConcept",
        "population": "list[MeasureReportGroupPopulation]",
        "measureScore": "Quantity",
        "stratifier": "list[MeasureReportGroupStratifier]",
    },
    total=False,
)


MeasureReportGroupPopulation = TypedDict(
    "MeasureReportGroupPopulation",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "code": "CodeableConcept",
        "count": "int",
        "_count": "Element",
        "subjectResults": "Reference",
    },
    total=False,
)


MeasureReportGroupStratifier = TypedDict(
    "MeasureReportGroupStratifier",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "code": "list[CodeableConcept]",
        "stratum": "list[MeasureReportGroupStratifierStratum]",
    },
    total=False,
)


MeasureReportGroupStratifierStratum = TypedDict(
    "MeasureReportGroupStratifierStratum",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "value": "CodeableConcept",
        "component": "list[MeasureReportGroupStratifierStratumComponent]",
        "population": "list[MeasureReportGroupStratifierStratumPopulation]",
        "measureScore": "Quantity",
    },
    total=False,
)


MeasureReportGroupStratifierStratumComponent = TypedDict(
    "MeasureReportGroupStratifierStratumComponent",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "code": Required["CodeableConcept"],
        "value": Required["CodeableConcept"],
    },
    total=False,
)


MeasureReportGroupStratifierStratumPopulation = TypedDict(
    "MeasureReportGroupStratifierStratumPopulation",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "code": "CodeableConcept",
        "count": "int",
        "_count": "Element",
        "subjectResults": "Reference",
    },
    total=False,
)


Media = TypedDict(
    "Media",
    {
        "resourceType": Required[Literal["Media"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "basedOn": "list[Reference]",
        "partOf": "list[Reference]",
        "status": Required["str"],
        "_status": "Element",
        "type": "CodeableConcept",
        "modality": "CodeableConcept",
        "view": "CodeableConcept",
        "subject": "Reference",
        "encounter": "Reference",
        "createdDateTime": "str",
        "_createdDateTime": "Element",
        "createdPeriod": "Period",
        "issued": "str",
        "_issued": "Element",
        "operator": "Reference",
        "reasonCode": "list[CodeableConcept]",
        "bodySite": "CodeableConcept",
        "deviceName": "str",
        "_deviceName": "Element",
        "device": "Reference",
        "height": "int",
        "_height": "Element",
        "width": "int",
        "_width": "Element",
        "frames": "int",
        "_frames": "Element",
        "duration": "Number",
        "_duration": "Element",
        "content": Required["Attachment"],
        "note": "list[Annotation]",
    },
    total=False,
)


Medication = TypedDict(
    "Medication",
    {
        "resourceType": Required[Literal["Medication"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "code": "CodeableConcept",
        "status": "str",
        "_status": "Element",
        "manufacturer": "Reference",
        "form": "CodeableConcept",
        "amount": "Ratio",
        "ingredient": "list[MedicationIngredient]",
        "batch": "MedicationBatch",
    },
    total=False,
)


MedicationBatch = TypedDict(
    "MedicationBatch",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "lotNumber": "str",
        "_lotNumber": "Element",
        "expirationDate": "str",
        "_expirationDate": "Element",
    },
    total=False,
)


MedicationIngredient = TypedDict(
    "MedicationIngredient",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "itemCodeableConcept": "CodeableConcept",
        "itemReference": "Reference",
        "isActive": "bool",
        "_isActive": "Element",
        "strength": "Ratio",
    },
    total=False,
)


MedicationAdministration = TypedDict(
    "MedicationAdministration",
    {
        "resourceType": Required[Literal["MedicationAdministration"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "instantiates": "list[str | None]",
        "_instantiates": "list[Element | None]",
        "partOf": "list[Reference]",
        "status": Required["str"],
        "_status": "Element",
        "statusReason": "list[CodeableConcept]",
        "category": "CodeableConcept",
        "medicationCodeableConcept": "CodeableConcept",
        "medicationReference": "Reference",
        "subject": Required["Reference"],
        "context": "Reference",
        "supportingInformation": "list[Reference]",
        "effectiveDateTime": "str",
        "_effectiveDateTime": "Element",
        "effectivePeriod": "Period",
        "performer": "list[MedicationAdministrationPerformer]",
        "reasonCode": "list[CodeableConcept]",
        "reasonReference": "list[Reference]",
        "request": "Reference",
        "device": "list[Reference]",
        "note": "list[Annotation]",
        "dosage": "MedicationAdministrationDosage",
        "eventHistory": "list[Reference]",
    },
    total=False,
)


MedicationAdministrationDosage = TypedDict(
    "MedicationAdministrationDosage",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "text": "str",
        "_text": "Element",
        "site": "CodeableConcept",
        "route": "CodeableConcept",
        "method": "CodeableConcept",
        "dose": "Quantity",
        "rateRatio": "Ratio",
        "rateQuantity": "Quantity",
    },
    total=False,
)


MedicationAdministrationPerformer = TypedDict(
    "MedicationAdministrationPerformer",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "function": "CodeableConcept",
        "actor": Required["Reference"],
    },
    total=False,
)


MedicationDispense = TypedDict(
    "MedicationDispense",
    {
        "resourceType": Required[Literal["MedicationDispense"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "partOf": "list[Reference]",
        "status": Required["str"],
        "_status": "Element",
        "statusReasonCodeableConcept": "CodeableConcept",
        "statusReasonReference": "Reference",
        "category": "CodeableConcept",
        "medicationCodeableConcept": "CodeableConcept",
        "medicationReference": "Reference",
        "subject": "Reference",
        "context": "Reference",
        "supportingInformation": "list[Reference]",
        "performer": "list[MedicationDispensePerformer]",
        "location": "Reference",
        "authorizingPrescription": "list[Reference]",
        "type": "CodeableConcept",
        "quantity": "Quantity",
        "daysSupply": "Quantity",
        "whenPrepared": "str",
        "_whenPrepared": "Element",
        "whenHandedOver": "str",
        "_whenHandedOver": "Element",
        "destination": "Reference",
        "receiver": "list[Reference]",
        "note": "list[Annotation]",
        "dosageInstruction": "list[Dosage]",
        "substitution": "MedicationDispenseSubstitution",
        "detectedIssue": "list[Reference]",
        "eventHistory": "list[Reference]",
    },
    total=False,
)


MedicationDispensePerformer = TypedDict(
    "MedicationDispensePerformer",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "function": "CodeableConcept",
        "actor": Required["Reference"],
    },
    total=False,
)


MedicationDispenseSubstitution = TypedDict(
    "MedicationDispenseSubstitution",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "wasSubstituted": Required["bool"],
        "_wasSubstituted": "Element",
        "type": "CodeableConcept",
        "reason": "list[CodeableConcept]",
        "responsibleParty": "list[Reference]",
    },
    total=False,
)


MedicationKnowledge = TypedDict(
    "MedicationKnowledge",
    {
        "resourceType": Required[Literal["MedicationKnowledge"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "code": "CodeableConcept",
        "status": "str",
        "_status": "Element",
        "manufacturer": "Reference",
        "doseForm": "CodeableConcept",
        "amount": "Quantity",
        "synonym": "list[str | None]",
        "_synonym": "list[Element | None]",
        "relatedMedicationKnowledge": "list[MedicationKnowledgeRelatedMedicationKnowledge]",
        "associatedMedication": "list[Reference]",
        "productType": "list[CodeableConcept]",
        "monograph": "list[MedicationKnowledgeMonograph]",
        "ingredient": "list[MedicationKnowledgeIngredient]",
        "preparationInstruction": "str",
        "_preparationInstruction": "Element",
        "intendedRoute": "list[CodeableConcept]",
        "cost": "list[MedicationKnowledgeCost]",
        "monitoringProgram": "list[MedicationKnowledgeMonitoringProgram]",
        "administrationGuidelines": "list[MedicationKnowledgeAdministrationGuidelines]",
        "medicineClassification": "list[MedicationKnowledgeMedicineClassification]",
        "packaging": "MedicationKnowledgePackaging",
        "drugCharacteristic": "list[MedicationKnowledgeDrugCharacteristic]",
        "contraindication": "list[Reference]",
        "regulatory": "list[MedicationKnowledgeRegulatory]",
        "kinetics": "list[MedicationKnowledgeKinetics]",
    },
    total=False,
)


MedicationKnowledgeAdministrationGuidelines = TypedDict(
    "MedicationKnowledgeAdministrationGuidelines",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "dosage": "list[MedicationKnowledgeAdministrationGuidelinesDosage]",
        "indicationCodeableConcept": "CodeableConcept",
        "indicationReference": "Reference",
        "patientCharacteristics": "list[MedicationKnowledgeAdministrationGuidelinesPatientCharacteristics]",
    },
    total=False,
)


MedicationKnowledgeAdministrationGuidelinesDosage = TypedDict(
    "MedicationKnowledgeAdministrationGuidelinesDosage",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": Required["CodeableConcept"],
        "dosage": Required["list[Dosage]"],
    },
    total=False,
)


MedicationKnowledgeAdministrationGuidelinesPatientCharacteristics = TypedDict(
    "MedicationKnowledgeAdministrationGuidelinesPatientCharacteristics",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "characteristicCodeableConcept": "CodeableConcept",
        "characteristicQuantity": "Quantity",
        "value": "list[str | None]",
        "_value": "list[Element | None]",
    },
    total=False,
)


MedicationKnowledgeCost = TypedDict(
    "MedicationKnowledgeCost",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": Required["CodeableConcept"],
        "source": "str",
        "_source": "Element",
        "cost": Required["Money"],
    },
    total=False,
)


MedicationKnowledgeDrugCharacteristic = TypedDict(
    "MedicationKnowledgeDrugCharacteristic",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": "CodeableConcept",
        "valueCodeableConcept": "CodeableConcept",
        "valueString": "str",
        "_valueString": "Element",
        "valueQuantity": "Quantity",
        "valueBase64Binary": "str",
        "_valueBase64Binary": "Element",
    },
    total=False,
)


MedicationKnowledgeIngredient = TypedDict(
    "MedicationKnowledgeIngredient",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "itemCodeableConcept": "CodeableConcept",
        "itemReference": "Reference",
        "isActive": "bool",
        "_isActive": "Element",
        "strength": "Ratio",
    },
    total=False,
)


MedicationKnowledgeKinetics = TypedDict(
    "MedicationKnowledgeKinetics",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "areaUnderCurve": "list[Quantity]",
        "lethalDose50": "list[Quantity]",
        "halfLifePeriod": "Duration",
    },
    total=False,
)


MedicationKnowledgeMedicineClassification = TypedDict(
    "MedicationKnowledgeMedicineClassification",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": Required["CodeableConcept"],
        "classification": "list[CodeableConcept]",
    },
    total=False,
)


MedicationKnowledgeMonitoringProgram = TypedDict(
    "MedicationKnowledgeMonitoringProgram",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": "CodeableConcept",
        "name": "str",
        "_name": "Element",
    },
    total=False,
)


MedicationKnowledgeMonograph = TypedDict(
    "MedicationKnowledgeMonograph",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": "CodeableConcept",
        "source": "Reference",
    },
    total=False,
)


MedicationKnowledgePackaging = TypedDict(
    "MedicationKnowledgePackaging",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": "CodeableConcept",
        "quantity": "Quantity",
    },
    total=False,
)


MedicationKnowledgeRegulatory = TypedDict(
    "MedicationKnowledgeRegulatory",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "regulatoryAuthority": Required["Reference"],
        "substitution": "list[MedicationKnowledgeRegulatorySubstitution]",
        "schedule": "list[MedicationKnowledgeRegulatorySchedule]",
        "maxDispense": "MedicationKnowledgeRegulatoryMaxDispense",
    },
    total=False,
)


MedicationKnowledgeRegulatoryMaxDispense = TypedDict(
    "MedicationKnowledgeRegulatoryMaxDispense",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "quantity": Required["Quantity"],
        "period": "Duration",
    },
    total=False,
)


MedicationKnowledgeRegulatorySchedule = TypedDict(
    "MedicationKnowledgeRegulatorySchedule",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "schedule": Required["CodeableConcept"],
    },
    total=False,
)


MedicationKnowledgeRegulatorySubstitution = TypedDict(
    "MedicationKnowledgeRegulatorySubstitution",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": Required["CodeableConcept"],
        "allowed": Required["bool"],
        "_allowed": "Element",
    },
    total=False,
)


MedicationKnowledgeRelatedMedicationKnowledge = TypedDict(
    "MedicationKnowledgeRelatedMedicationKnowledge",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": Required["CodeableConcept"],
        "reference": Required["list[Reference]"],
    },
    total=False,
)


MedicationRequest = TypedDict(
    "MedicationRequest",
    {
        "resourceType": Required[Literal["MedicationRequest"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "status": Required["str"],
        "_status": "Element",
        "statusReason": "CodeableConcept",
        "intent": Required["str"],
        "_intent": "Element",
        "category": "list[CodeableConcept]",
        "priority": "str",
        "_priority": "Element",
        "doNotPerform": "bool",
        "_doNotPerform": "Element",
        "reportedBoolean": "bool",
        "_reportedBoolean": "Element",
        "reportedReference": "Reference",
        "medicationCodeableConcept": "CodeableConcept",
        "medicationReference": "Reference",
        "subject": Required["Reference"],
        "encounter": "Reference",
        "supportingInformation": "list[Reference]",
        "authoredOn": "str",
        "_authoredOn": "Element",
        "requester": "Reference",
        "performer": "Reference",
        "performerType": "CodeableConcept",
        "recorder": "Reference",
        "reasonCode": "list[CodeableConcept]",
        "reasonReference": "list[Reference]",
        "instantiatesCanonical": "list[str | None]",
        "_instantiatesCanonical": "list[Element | None]",
        "instantiatesUri": "list[str | None]",
        "_instantiatesUri": "list[Element | None]",
        "basedOn": "list[Reference]",
        "groupIdentifier": "Identifier",
        "courseOfTherapyType": "CodeableConcept",
        "insurance": "list[Reference]",
        "note": "list[Annotation]",
        "dosageInstruction": "list[Dosage]",
        "dispenseRequest": "MedicationRequestDispenseRequest",
        "substitution": "MedicationRequestSubstitution",
        "priorPrescription": "Reference",
        "detectedIssue": "list[Reference]",
        "eventHistory": "list[Reference]",
    },
    total=False,
)


MedicationRequestDispenseRequest = TypedDict(
    "MedicationRequestDispenseRequest",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "initialFill": "MedicationRequestDispenseRequestInitialFill",
        "dispenseInterval": "Duration",
        "validityPeriod": "Period",
        "numberOfRepeatsAllowed": "int",
        "_numberOfRepeatsAllowed": "Element",
        "quantity": "Quantity",
        "expectedSupplyDuration": "Duration",
        "performer": "Reference",
    },
    total=False,
)


MedicationRequestDispenseRequestInitialFill = TypedDict(
    "MedicationRequestDispenseRequestInitialFill",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "quantity": "Quantity",
        "duration": "Duration",
    },
    total=False,
)


MedicationRequestSubstitution = TypedDict(
    "MedicationRequestSubstitution",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "allowedBoolean": "bool",
        "_allowedBoolean": "Element",
        "allowedCodeableConcept": "CodeableConcept",
        "reason": "CodeableConcept",
    },
    total=False,
)


MedicationStatement = TypedDict(
    "MedicationStatement",
    {
        "resourceType": Required[Literal["MedicationStatement"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "basedOn": "list[Reference]",
        "partOf": "list[Reference]",
        "status": Required["str"],
        "_status": "Element",
        "statusReason": "list[CodeableConcept]",
        "category": "CodeableConcept",
        "medicationCodeableConcept": "CodeableConcept",
        "medicationReference": "Reference",
        "subject": Required["Reference"],
        "context": "Reference",
        "effectiveDateTime": "str",
        "_effectiveDateTime": "Element",
        "effectivePeriod": "Period",
        "dateAsserted": "str",
        "_dateAsserted": "Element",
        "informationSource": "Reference",
        "derivedFrom": "list[Reference]",
        "reasonCode": "list[CodeableConcept]",
        "reasonReference": "list[Reference]",
        "note": "list[Annotation]",
        "dosage": "list[Dosage]",
    },
    total=False,
)


MedicinalProduct = TypedDict(
    "MedicinalProduct",
    {
        "resourceType": Required[Literal["MedicinalProduct"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "type": "CodeableConcept",
        "domain": "Coding",
        "combinedPharmaceuticalDoseForm": "CodeableConcept",
        "legalStatusOfSupply": "CodeableConcept",
        "additionalMonitoringIndicator": "CodeableConcept",
        "specialMeasures": "list[str | None]",
        "_specialMeasures": "list[Element | None]",
        "paediatricUseIndicator": "CodeableConcept",
        "productClassification": "list[CodeableConcept]",
        "marketingStatus": "list[MarketingStatus]",
        "pharmaceuticalProduct": "list[Reference]",
        "packagedMedicinalProduct": "list[Reference]",
        "attachedDocument": "list[Reference]",
        "masterFile": "list[Reference]",
        "contact": "list[Reference]",
        "clinicalTrial": "list[Reference]",
        "name": Required["list[MedicinalProductName]"],
        "crossReference": "list[Identifier]",
        "manufacturingBusinessOperation": "list[MedicinalProductManufacturingBusinessOperation]",
        "specialDesignation": "list[MedicinalProductSpecialDesignation]",
    },
    total=False,
)


MedicinalProductManufacturingBusinessOperation = TypedDict(
    "MedicinalProductManufacturingBusinessOperation",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "operationType": "CodeableConcept",
        "authorisationReferenceNumber": "Identifier",
        "effectiveDate": "str",
        "_effectiveDate": "Element",
        "confidentialityIndicator": "CodeableConcept",
        "manufacturer": "list[Reference]",
        "regulator": "Reference",
    },
    total=False,
)


MedicinalProductName = TypedDict(
    "MedicinalProductName",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "productName": Required["str"],
        "_productName": "Element",
        "namePart": "list[MedicinalProductNameNamePart]",
        "countryLanguage": "list[MedicinalProductNameCountryLanguage]",
    },
    total=False,
)


MedicinalProductNameCountryLanguage = TypedDict(
    "MedicinalProductNameCountryLanguage",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "country": Required["CodeableConcept"],
        "jurisdiction": "CodeableConcept",
        "language": Required["CodeableConcept"],
    },
    total=False,
)


MedicinalProductNameNamePart = TypedDict(
    "MedicinalProductNameNamePart",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "part": Required["str"],
        "_part": "Element",
        "type": Required["Coding"],
    },
    total=False,
)


MedicinalProductSpecialDesignation = TypedDict(
    "MedicinalProductSpecialDesignation",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "type": "CodeableConcept",
        "intendedUse": "CodeableConcept",
        "indicationCodeableConcept": "CodeableConcept",
        "indicationReference": "Reference",
        "status": "CodeableConcept",
        "date": "str",
        "_date": "Element",
        "species": "CodeableConcept",
    },
    total=False,
)


MedicinalProductAuthorization = TypedDict(
    "MedicinalProductAuthorization",
    {
        "resourceType": Required[Literal["MedicinalProductAuthorization"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "subject": "Reference",
        "country": "list[CodeableConcept]",
        "jurisdiction": "list[CodeableConcept]",
        "status": "CodeableConcept",
        "statusDate": "str",
        "_statusDate": "Element",
        "restoreDate": "str",
        "_restoreDate": "Element",
        "validityPeriod": "Period",
        "dataExclusivityPeriod": "Period",
        "dateOfFirstAuthorization": "str",
        "_dateOfFirstAuthorization": "Element",
        "internationalBirthDate": "str",
        "_internationalBirthDate": "Element",
        "legalBasis": "CodeableConcept",
        "jurisdictionalAuthorization": "list[MedicinalProductAuthorizationJurisdictionalAuthorization]",
        "holder": "Reference",
        "regulator": "Reference",
        "procedure": "MedicinalProductAuthorizationProcedure",
    },
    total=False,
)


MedicinalProductAuthorizationJurisdictionalAuthorization = TypedDict(
    "MedicinalProductAuthorizationJurisdictionalAuthorization",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "country": "CodeableConcept",
        "jurisdiction": "list[CodeableConcept]",
        "legalStatusOfSupply": "CodeableConcept",
        "validityPeriod": "Period",
    },
    total=False,
)


MedicinalProductAuthorizationProcedure = TypedDict(
    "MedicinalProductAuthorizationProcedure",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "Identifier",
        "type": Required["CodeableConcept"],
        "datePeriod": "Period",
        "dateDateTime": "str",
        "_dateDateTime": "Element",
        "application": "list[MedicinalProductAuthorizationProcedure]",
    },
    total=False,
)


MedicinalProductContraindication = TypedDict(
    "MedicinalProductContraindication",
    {
        "resourceType": Required[Literal["MedicinalProductContraindication"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "subject": "list[Reference]",
        "disease": "CodeableConcept",
        "diseaseStatus": "CodeableConcept",
        "comorbidity": "list[CodeableConcept]",
        "therapeuticIndication": "list[Reference]",
        "otherTherapy": "list[MedicinalProductContraindicationOtherTherapy]",
        "population": "list[Population]",
    },
    total=False,
)


MedicinalProductContraindicationOtherTherapy = TypedDict(
    "MedicinalProductContraindicationOtherTherapy",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "therapyRelationshipType": Required["CodeableConcept"],
        "medicationCodeableConcept": "CodeableConcept",
        "medicationReference": "Reference",
    },
    total=False,
)


MedicinalProductIndication = TypedDict(
    "MedicinalProductIndication",
    {
        "resourceType": Required[Literal["MedicinalProductIndication"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "subject": "list[Reference]",
        "diseaseSymptomProcedure": "CodeableConcept",
        "diseaseStatus": "CodeableConcept",
        "comorbidity": "list[CodeableConcept]",
        "intendedEffect": "CodeableConcept",
        "duration": "Quantity",
        "otherTherapy": "list[MedicinalProductIndicationOtherTherapy]",
        "undesirableEffect": "list[Reference]",
        "population": "list[Population]",
    },
    total=False,
)


MedicinalProductIndicationOtherTherapy = TypedDict(
    "MedicinalProductIndicationOtherTherapy",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "therapyRelationshipType": Required["CodeableConcept"],
        "medicationCodeableConcept": "CodeableConcept",
        "medicationReference": "Reference",
    },
    total=False,
)


MedicinalProductIngredient = TypedDict(
    "MedicinalProductIngredient",
    {
        "resourceType": Required[Literal["MedicinalProductIngredient"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "Identifier",
        "role": Required["CodeableConcept"],
        "allergenicIndicator": "bool",
        "_allergenicIndicator": "Element",
        "manufacturer": "list[Reference]",
        "specifiedSubstance": "list[MedicinalProductIngredientSpecifiedSubstance]",
        "substance": "MedicinalProductIngredientSubstance",
    },
    total=False,
)


MedicinalProductIngredientSpecifiedSubstance = TypedDict(
    "MedicinalProductIngredientSpecifiedSubstance",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "code": Required["CodeableConcept"],
        "group": Required["CodeableConcept"],
        "confidentiality": "CodeableConcept",
        "strength": "list[MedicinalProductIngredientSpecifiedSubstanceStrength]",
    },
    total=False,
)


MedicinalProductIngredientSpecifiedSubstanceStrength = TypedDict(
    "MedicinalProductIngredientSpecifiedSubstanceStrength",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "presentation": Required["Ratio"],
        "presentationLowLimit": "Ratio",
        "concentration": "Ratio",
        "concentrationLowLimit": "Ratio",
        "measurementPoint": "str",
        "_measurementPoint": "Element",
        "country": "list[CodeableConcept]",
        "referenceStrength": "list[MedicinalProductIngredientSpecifiedSubstanceStrengthReferenceStrength]",
    },
    total=False,
)


MedicinalProductIngredientSpecifiedSubstanceStrengthReferenceStrength = TypedDict(
    "MedicinalProductIngredientSpecifiedSubstanceStrengthReferenceStrength",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "substance": "CodeableConcept",
        "strength": Required["Ratio"],
        "strengthLowLimit": "Ratio",
        "measurementPoint": "str",
        "_measurementPoint": "Element",
        "country": "list[CodeableConcept]",
    },
    total=False,
)


MedicinalProductIngredientSubstance = TypedDict(
    "MedicinalProductIngredientSubstance",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "code": Required["CodeableConcept"],
        "strength": "list[MedicinalProductIngredientSpecifiedSubstanceStrength]",
    },
    total=False,
)


MedicinalProductInteraction = TypedDict(
    "MedicinalProductInteraction",
    {
        "resourceType": Required[Literal["MedicinalProductInteraction"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "subject": "list[Reference]",
        "description": "str",
        "_description": "Element",
        "interactant": "list[MedicinalProductInteractionInteractant]",
        "type": "CodeableConcept",
        "effect": "CodeableConcept",
        "incidence": "CodeableConcept",
        "management": "CodeableConcept",
    },
    total=False,
)


MedicinalProductInteractionInteractant = TypedDict(
    "MedicinalProductInteractionInteractant",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "itemReference": "Reference",
        "itemCodeableConcept": "CodeableConcept",
    },
    total=False,
)


MedicinalProductManufactured = TypedDict(
    "MedicinalProductManufactured",
    {
        "resourceType": Required[Literal["MedicinalProductManufactured"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "manufacturedDoseForm": Required["CodeableConcept"],
        "unitOfPresentation": "CodeableConcept",
        "quantity": Required["Quantity"],
        "manufacturer": "list[Reference]",
        "ingredient": "list[Reference]",
        "physicalCharacteristics": "ProdCharacteristic",
        "otherCharacteristics": "list[CodeableConcept]",
    },
    total=False,
)


MedicinalProductPackaged = TypedDict(
    "MedicinalProductPackaged",
    {
        "resourceType": Required[Literal["MedicinalProductPackaged"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "subject": "list[Reference]",
        "description": "str",
        "_description": "Element",
        "legalStatusOfSupply": "CodeableConcept",
        "marketingStatus": "list[MarketingStatus]",
        "marketingAuthorization": "Reference",
        "manufacturer": "list[Reference]",
        "batchIdentifier": "list[MedicinalProductPackagedBatchIdentifier]",
        "packageItem": Required["list[MedicinalProductPackagedPackageItem]"],
    },
    total=False,
)


MedicinalProductPackagedBatchIdentifier = TypedDict(
    "MedicinalProductPackagedBatchIdentifier",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "outerPackaging": Required["Identifier"],
        "immediatePackaging": "Identifier",
    },
    total=False,
)


MedicinalProductPackagedPackageItem = TypedDict(
    "MedicinalProductPackagedPackageItem",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "type": Required["CodeableConcept"],
        "quantity": Required["Quantity"],
        "material": "list[CodeableConcept]",
        "alternateMaterial": "list[CodeableConcept]",
        "device": "list[Reference]",
        "manufacturedItem": "list[Reference]",
        "packageItem": "list[MedicinalProductPackagedPackageItem]",
        "physicalCharacteristics": "ProdCharacteristic",
        "otherCharacteristics": "list[CodeableConcept]",
        "shelfLifeStorage": "list[ProductShelfLife]",
        "manufacturer": "list[Reference]",
    },
    total=False,
)


MedicinalProductPharmaceutical = TypedDict(
    "MedicinalProductPharmaceutical",
    {
        "resourceType": Required[Literal["MedicinalProductPharmaceutical"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "administrableDoseForm": Required["CodeableConcept"],
        "unitOfPresentation": "CodeableConcept",
        "ingredient": "list[Reference]",
        "device": "list[Reference]",
        "characteristics": "list[MedicinalProductPharmaceuticalCharacteristics]",
        "routeOfAdministration": Required["list[MedicinalProductPharmaceuticalRouteOfAdministration]"],
    },
    total=False,
)


MedicinalProductPharmaceuticalCharacteristics = TypedDict(
    "MedicinalProductPharmaceuticalCharacteristics",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "code": Required["CodeableConcept"],
        "status": "CodeableConcept",
    },
    total=False,
)


MedicinalProductPharmaceuticalRouteOfAdministration = TypedDict(
    "MedicinalProductPharmaceuticalRouteOfAdministration",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "code": Required["CodeableConcept"],
        "firstDose": "Quantity",
        "maxSingleDose": "Quantity",
        "maxDosePerDay": "Quantity",
        "maxDosePerTreatmentPeriod": "Ratio",
        "maxTreatmentPeriod": "Duration",
        "targetSpecies": "list[MedicinalProductPharmaceuticalRouteOfAdministrationTargetSpecies]",
    },
    total=False,
)


MedicinalProductPharmaceuticalRouteOfAdministrationTargetSpecies = TypedDict(
    "MedicinalProductPharmaceuticalRouteOfAdministrationTargetSpecies",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "code": Required["CodeableConcept"],
        "withdrawalPeriod": "list[MedicinalProductPharmaceuticalRouteOfAdministrationTargetSpeciesWithdrawalPeriod]",
    },
    total=False,
)


MedicinalProductPharmaceuticalRouteOfAdministrationTargetSpeciesWithdrawalPeriod = TypedDict(
    "MedicinalProductPharmaceuticalRouteOfAdministrationTargetSpeciesWithdrawalPeriod",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "tissue": Required["CodeableConcept"],
        "value": Required["Quantity"],
        "supportingInformation": "str",
        "_supportingInformation": "Element",
    },
    total=False,
)


MedicinalProductUndesirableEffect = TypedDict(
    "MedicinalProductUndesirableEffect",
    {
        "resourceType": Required[Literal["MedicinalProductUndesirableEffect"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "subject": "list[Reference]",
        "symptomConditionEffect": "CodeableConcept",
        "classification": "CodeableConcept",
        "frequencyOfOccurrence": "CodeableConcept",
        "population": "list[Population]",
    },
    total=False,
)


MessageDefinition = TypedDict(
    "MessageDefinition",
    {
        "resourceType": Required[Literal["MessageDefinition"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "url": "str",
        "_url": "Element",
        "identifier": "list[Identifier]",
        "version": "str",
        "_version": "Element",
        "name": "str",
        "_name": "Element",
        "title": "str",
        "_title": "Element",
        "replaces": "list[str | None]",
        "_replaces": "list[Element | None]",
        "status": Required["str"],
        "_status": "Element",
        "experimental": "bool",
        "_experimental": "Element",
        "date": Required["str"],
        "_date": "Element",
        "publisher": "str",
        "_publisher": "Element",
        "contact": "list[ContactDetail]",
        "description": "str",
        "_description": "Element",
        "useContext": "list[UsageContext]",
        "jurisdiction": "list[CodeableConcept]",
        "purpose": "str",
        "_purpose": "Element",
        "copyright": "str",
        "_copyright": "Element",
        "base": "str",
        "_base": "Element",
        "parent": "list[str | None]",
        "_parent": "list[Element | None]",
        "eventCoding": "Coding",
        "eventUri": "str",
        "_eventUri": "Element",
        "category": "str",
        "_category": "Element",
        "focus": "list[MessageDefinitionFocus]",
        "responseRequired": "str",
        "_responseRequired": "Element",
        "allowedResponse": "list[MessageDefinitionAllowedResponse]",
        "graph": "list[str | None]",
        "_graph": "list[Element | None]",
    },
    total=False,
)


MessageDefinitionAllowedResponse = TypedDict(
    "MessageDefinitionAllowedResponse",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "message": Required["str"],
        "_message": "Element",
        "situation": "str",
        "_situation": "Element",
    },
    total=False,
)


MessageDefinitionFocus = TypedDict(
    "MessageDefinitionFocus",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "code": Required["str"],
        "_code": "Element",
        "profile": "str",
        "_profile": "Element",
        "min": Required["int"],
        "_min": "Element",
        "max": "str",
        "_max": "Element",
    },
    total=False,
)


MessageHeader = TypedDict(
    "MessageHeader",
    {
        "resourceType": Required[Literal["MessageHeader"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "eventCoding": "Coding",
        "eventUri": "str",
        "_eventUri": "Element",
        "destination": "list[MessageHeaderDestination]",
        "sender": "Reference",
        "enterer": "Reference",
        "author": "Reference",
        "source": Required["MessageHeaderSource"],
        "responsible": "Reference",
        "reason": "CodeableConcept",
        "response": "MessageHeaderResponse",
        "focus": "list[Reference]",
        "definition": "str",
        "_definition": "Element",
    },
    total=False,
)


MessageHeaderDestination = TypedDict(
    "MessageHeaderDestination",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "name": "str",
        "_name": "Element",
        "target": "Reference",
        "endpoint": Required["str"],
        "_endpoint": "Element",
        "receiver": "Reference",
    },
    total=False,
)


MessageHeaderResponse = TypedDict(
    "MessageHeaderResponse",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": Required["str"],
        "_identifier": "Element",
        "code": Required["str"],
        "_code": "Element",
        "details": "Reference",
    },
    total=False,
)


MessageHeaderSource = TypedDict(
    "MessageHeaderSource",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "name": "str",
        "_name": "Element",
        "software": "str",
        "_software": "Element",
        "version": "str",
        "_version": "Element",
        "contact": "ContactPoint",
        "endpoint": Required["str"],
        "_endpoint": "Element",
    },
    total=False,
)


Meta = TypedDict(
    "Meta",
    {
        "id": "str",
        "extension": "list[Extension]",
        "versionId": "str",
        "_versionId": "Element",
        "lastUpdated": "str",
        "_lastUpdated": "Element",
        "source": "str",
        "_source": "Element",
        "profile": "list[str | None]",
        "_profile": "list[Element | None]",
        "security": "list[Coding]",
        "tag": "list[Coding]",
    },
    total=False,
)


MolecularSequence = TypedDict(
    "MolecularSequence",
    {
        "resourceType": Required[Literal["MolecularSequence"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "type": "str",
        "_type": "Element",
        "coordinateSystem": Required["int"],
        "_coordinateSystem": "Element",
        "patient": "Reference",
        "specimen": "Reference",
        "device": "Reference",
        "performer": "Reference",
        "quantity": "Quantity",
        "referenceSeq": "MolecularSequenceReferenceSeq",
        "variant": "list[MolecularSequenceVariant]",
        "observedSeq": "str",
        "_observedSeq": "Element",
        "quality": "list[MolecularSequenceQuality]",
        "readCoverage": "int",
        "_readCoverage": "Element",
        "repository": "list[MolecularSequenceRepository]",
        "pointer": "list[Reference]",
        "structureVariant": "list[MolecularSequenceStructureVariant]",
    },
    total=False,
)


MolecularSequenceQuality = TypedDict(
    "MolecularSequenceQuality",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": Required["str"],
        "_type": "Element",
        "standardSequence": "CodeableConcept",
        "start": "int",
        "_start": "Element",
        "end": "int",
        "_end": "Element",
        "score": "Quantity",
        "method": "CodeableConcept",
        "truthTP": "Number",
        "_truthTP": "Element",
        "queryTP": "Number",
        "_queryTP": "Element",
        "truthFN": "Number",
        "_truthFN": "Element",
        "queryFP": "Number",
        "_queryFP": "Element",
        "gtFP": "Number",
        "_gtFP": "Element",
        "precision": "Number",
        "_precision": "Element",
        "recall": "Number",
        "_recall": "Element",
        "fScore": "Number",
        "_fScore": "Element",
        "roc": "MolecularSequenceQualityRoc",
    },
    total=False,
)


MolecularSequenceQualityRoc = TypedDict(
    "MolecularSequenceQualityRoc",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "score": "list[int | None]",
        "_score": "list[Element | None]",
        "numTP": "list[int | None]",
        "_numTP": "list[Element | None]",
        "numFP": "list[int | None]",
        "_numFP": "list[Element | None]",
        "numFN": "list[int | None]",
        "_numFN": "list[Element | None]",
        "precision": "list[Number | None]",
        "_precision": "list[Element | None]",
        "sensitivity": "list[Number | None]",
        "_sensitivity": "list[Element | None]",
        "fMeasure": "list[Number | None]",
        "_fMeasure": "list[Element | None]",
    },
    total=False,
)


MolecularSequenceReferenceSeq = TypedDict(
    "MolecularSequenceReferenceSeq",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "chromosome": "CodeableConcept",
        "genomeBuild": "str",
        "_genomeBuild": "Element",
        "orientation": "str",
        "_orientation": "Element",
        "referenceSeqId": "CodeableConcept",
        "referenceSeqPointer": "Reference",
        "referenceSeqString": "str",
        "_referenceSeqString": "Element",
        "strand": "str",
        "_strand": "Element",
        "windowStart": "int",
        "_windowStart": "Element",
        "windowEnd": "int",
        "_windowEnd": "Element",
    },
    total=False,
)


MolecularSequenceRepository = TypedDict(
    "MolecularSequenceRepository",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": Required["str"],
        "_type": "Element",
        "url": "str",
        "_url": "Element",
        "name": "str",
        "_name": "Element",
        "datasetId": "str",
        "_datasetId": "Element",
        "variantsetId": "str",
        "_variantsetId": "Element",
        "readsetId": "str",
        "_readsetId": "Element",
    },
    total=False,
)


MolecularSequenceStructureVariant = TypedDict(
    "MolecularSequenceStructureVariant",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "variantType": "CodeableConcept",
        "exact": "bool",
        "_exact": "Element",
        "length": "int",
        "_length": "Element",
        "outer": "MolecularSequenceStructureVariantOuter",
        "inner": "MolecularSequenceStructureVariantInner",
    },
    total=False,
)


MolecularSequenceStructureVariantInner = TypedDict(
    "MolecularSequenceStructureVariantInner",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "start": "int",
        "_start": "Element",
        "end": "int",
        "_end": "Element",
    },
    total=False,
)


MolecularSequenceStructureVariantOuter = TypedDict(
    "MolecularSequenceStructureVariantOuter",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "start": "int",
        "_start": "Element",
        "end": "int",
        "_end": "Element",
    },
    total=False,
)


MolecularSequenceVariant = TypedDict(
    "MolecularSequenceVariant",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "start": "int",
        "_start": "Element",
        "end": "int",
        "_end": "Element",
        "observedAllele": "str",
        "_observedAllele": "Element",
        "referenceAllele": "str",
        "_referenceAllele": "Element",
        "cigar": "str",
        "_cigar": "Element",
        "variantPointer": "Reference",
    },
    total=False,
)


Money = TypedDict(
    "Money",
    {
        "id": "str",
        "extension": "list[Extension]",
        "value": "Number",
        "_value": "Element",
        "currency": "str",
        "_currency": "Element",
    },
    total=False,
)


MoneyQuantity = TypedDict(
    "MoneyQuantity",
    {
        "id": "str",
        "extension": "list[Extension]",
        "value": "Number",
        "_value": "Element",
        "comparator": "str",
        "_comparator": "Element",
        "unit": "str",
        "_unit": "Element",
        "system": "str",
        "_system": "Element",
        "code": "str",
        "_code": "Element",
    },
    total=False,
)


NamingSystem = TypedDict(
    "NamingSystem",
    {
        "resourceType": Required[Literal["NamingSystem"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "name": Required["str"],
        "_name": "Element",
        "status": Required["str"],
        "_status": "Element",
        "kind": Required["str"],
        "_kind": "Element",
        "date": Required["str"],
        "_date": "Element",
        "publisher": "str",
        "_publisher": "Element",
        "contact": "list[ContactDetail]",
        "responsible": "str",
        "_responsible": "Element",
        "type": "CodeableConcept",
        "description": "str",
        "_description": "Element",
        "useContext": "list[UsageContext]",
        "jurisdiction": "list[CodeableConcept]",
        "usage": "str",
        "_usage": "Element",
        "uniqueId": Required["list[NamingSystemUniqueId]"],
    },
    total=False,
)


NamingSystemUniqueId = TypedDict(
    "NamingSystemUniqueId",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": Required["str"],
        "_type": "Element",
        "value": Required["str"],
        "_value": "Element",
        "preferred": "bool",
        "_preferred": "Element",
        "comment": "str",
        "_comment": "Element",
        "period": "Period",
    },
    total=False,
)


Narrative = TypedDict(
    "Narrative",
    {
        "id": "str",
        "extension": "list[Extension]",
        "status": Required["str"],
        "_status": "Element",
        "div": Required["str"],
    },
    total=False,
)


NutritionOrder = TypedDict(
    "NutritionOrder",
    {
        "resourceType": Required[Literal["NutritionOrder"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "instantiatesCanonical": "list[str | None]",
        "_instantiatesCanonical": "list[Element | None]",
        "instantiatesUri": "list[str | None]",
        "_instantiatesUri": "list[Element | None]",
        "instantiates": "list[str | None]",
        "_instantiates": "list[Element | None]",
        "status": Required["str"],
        "_status": "Element",
        "intent": Required["str"],
        "_intent": "Element",
        "patient": Required["Reference"],
        "encounter": "Reference",
        "dateTime": Required["str"],
        "_dateTime": "Element",
        "orderer": "Reference",
        "allergyIntolerance": "list[Reference]",
        "foodPreferenceModifier": "list[CodeableConcept]",
        "excludeFoodModifier": "list[CodeableConcept]",
        "oralDiet": "NutritionOrderOralDiet",
        "supplement": "list[NutritionOrderSupplement]",
        "enteralFormula": "NutritionOrderEnteralFormula",
        "note": "list[Annotation]",
    },
    total=False,
)


NutritionOrderEnteralFormula = TypedDict(
    "NutritionOrderEnteralFormula",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "baseFormulaType": "CodeableConcept",
        "baseFormulaProductName": "str",
        "_baseFormulaProductName": "Element",
        "additiveType": "CodeableConcept",
        "additiveProductName": "str",
        "_additiveProductName": "Element",
        "caloricDensity": "Quantity",
        "routeofAdministration": "CodeableConcept",
        "administration": "list[NutritionOrderEnteralFormulaAdministration]",
        "maxVolumeToDeliver": "Quantity",
        "administrationInstruction": "str",
        "_administrationInstruction": "Element",
    },
    total=False,
)


NutritionOrderEnteralFormulaAdministration = TypedDict(
    "NutritionOrderEnteralFormulaAdministration",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "schedule": "Timing",
        "quantity": "Quantity",
        "rateQuantity": "Quantity",
        "rateRatio": "Ratio",
    },
    total=False,
)


NutritionOrderOralDiet = TypedDict(
    "NutritionOrderOralDiet",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": "list[CodeableConcept]",
        "schedule": "list[Timing]",
        "nutrient": "list[NutritionOrderOralDietNutrient]",
        "texture": "list[NutritionOrderOralDietTexture]",
        "fluidConsistencyType": "list[CodeableConcept]",
        "instruction": "str",
        "_instruction": "Element",
    },
    total=False,
)


NutritionOrderOralDietNutrient = TypedDict(
    "NutritionOrderOralDietNutrient",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "modifier": "CodeableConcept",
        "amount": "Quantity",
    },
    total=False,
)


NutritionOrderOralDietTexture = TypedDict(
    "NutritionOrderOralDietTexture",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "modifier": "CodeableConcept",
        "foodType": "CodeableConcept",
    },
    total=False,
)


NutritionOrderSupplement = TypedDict(
    "NutritionOrderSupplement",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": "CodeableConcept",
        "productName": "str",
        "_productName": "Element",
        "schedule": "list[Timing]",
        "quantity": "Quantity",
        "instruction": "str",
        "_instruction": "Element",
    },
    total=False,
)


Observation = TypedDict(
    "Observation",
    {
        "resourceType": Required[Literal["Observation"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "basedOn": "list[Reference]",
        "partOf": "list[Reference]",
        "status": Required["str"],
        "_status": "Element",
        "category": "list[CodeableConcept]",
        "code": Required["CodeableConcept"],
        "subject": "Reference",
        "focus": "list[Reference]",
        "encounter": "Reference",
        "effectiveDateTime": "str",
        "_effectiveDateTime": "Element",
        "effectivePeriod": "Period",
        "effectiveTiming": "Timing",
        "effectiveInstant": "str",
        "_effectiveInstant": "Element",
        "issued": "str",
        "_issued": "Element",
        "performer": "list[Reference]",
        "valueQuantity": "Quantity",
        "valueCodeableConcept": "CodeableConcept",
        "valueString": "str",
        "_valueString": "Element",
        "valueBoolean": "bool",
        "_valueBoolean": "Element",
        "valueInteger": "int",
        "_valueInteger": "Element",
        "valueRange": "Range",
        "valueRatio": "Ratio",
        "valueSampledData": "SampledData",
        "valueTime": "str",
        "_valueTime": "Element",
        "valueDateTime": "str",
        "_valueDateTime": "Element",
        "valuePeriod": "Period",
        "dataAbsentReason": "CodeableConcept",
        "interpretation": "list[CodeableConcept]",
        "note": "list[Annotation]",
        "bodySite": "CodeableConcept",
        "method": "CodeableConcept",
        "specimen": "Reference",
        "device": "Reference",
        "referenceRange": "list[ObservationReferenceRange]",
        "hasMember": "list[Reference]",
        "derivedFrom": "list[Reference]",
        "component": "list[ObservationComponent]",
    },
    total=False,
)


ObservationComponent = TypedDict(
    "ObservationComponent",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "code": Required["CodeableConcept"],
        "valueQuantity": "Quantity",
        "valueCodeableConcept": "CodeableConcept",
        "valueString": "str",
        "_valueString": "Element",
        "valueBoolean": "bool",
        "_valueBoolean": "Element",
        "valueInteger": "int",
        "_valueInteger": "Element",
        "valueRange": "Range",
        "valueRatio": "Ratio",
        "valueSampledData": "SampledData",
        "valueTime": "str",
        "_valueTime": "Element",
        "valueDateTime": "str",
        "_valueDateTime": "Element",
        "valuePeriod": "Period",
        "dataAbsentReason": "CodeableConcept",
        "interpretation": "list[CodeableConcept]",
        "referenceRange": "list[ObservationReferenceRange]",
    },
    total=False,
)


ObservationReferenceRange = TypedDict(
    "ObservationReferenceRange",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "low": "Quantity",
        "high": "Quantity",
        "type": "CodeableConcept",
        "appliesTo": "list[CodeableConcept]",
        "age": "Range",
        "text": "str",
        "_text": "Element",
    },
    total=False,
)


ObservationDefinition = TypedDict(
    "ObservationDefinition",
    {
        "resourceType": Required[Literal["ObservationDefinition"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "category": "list[CodeableConcept]",
        "code": Required["CodeableConcept"],
        "identifier": "list[Identifier]",
        "permittedDataType": "list[str | None]",
        "_permittedDataType": "list[Element | None]",
        "multipleResultsAllowed": "bool",
        "_multipleResultsAllowed": "Element",
        "method": "CodeableConcept",
        "preferredReportName": "str",
        "_preferredReportName": "Element",
        "quantitativeDetails": "ObservationDefinitionQuantitativeDetails",
        "qualifiedInterval": "list[ObservationDefinitionQualifiedInterval]",
        "validCodedValueSet": "Reference",
        "normalCodedValueSet": "Reference",
        "abnormalCodedValueSet": "Reference",
        "criticalCodedValueSet": "Reference",
    },
    total=False,
)


ObservationDefinitionQualifiedInterval = TypedDict(
    "ObservationDefinitionQualifiedInterval",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "category": "str",
        "_category": "Element",
        "range": "Range",
        "context": "CodeableConcept",
        "appliesTo": "list[CodeableConcept]",
        "gender": "str",
        "_gender": "Element",
        "age": "Range",
        "gestationalAge": "Range",
        "condition": "str",
        "_condition": "Element",
    },
    total=False,
)


ObservationDefinitionQuantitativeDetails = TypedDict(
    "ObservationDefinitionQuantitativeDetails",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "customaryUnit": "CodeableConcept",
        "unit": "CodeableConcept",
        "conversionFactor": "Number",
        "_conversionFactor": "Element",
        "decimalPrecision": "int",
        "_decimalPrecision": "Element",
    },
    total=False,
)


OperationDefinition = TypedDict(
    "OperationDefinition",
    {
        "resourceType": Required[Literal["OperationDefinition"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "url": "str",
        "_url": "Element",
        "version": "str",
        "_version": "Element",
        "name": Required["str"],
        "_name": "Element",
        "title": "str",
        "_title": "Element",
        "status": Required["str"],
        "_status": "Element",
        "kind": Required["str"],
        "_kind": "Element",
        "experimental": "bool",
        "_experimental": "Element",
        "date": "str",
        "_date": "Element",
        "publisher": "str",
        "_publisher": "Element",
        "contact": "list[ContactDetail]",
        "description": "str",
        "_description": "Element",
        "useContext": "list[UsageContext]",
        "jurisdiction": "list[CodeableConcept]",
        "purpose": "str",
        "_purpose": "Element",
        "affectsState": "bool",
        "_affectsState": "Element",
        "code": Required["str"],
        "_code": "Element",
        "comment": "str",
        "_comment": "Element",
        "base": "str",
        "_base": "Element",
        "resource": "list[str | None]",
        "_resource": "list[Element | None]",
        "system": Required["bool"],
        "_system": "Element",
        "type": Required["bool"],
        "_type": "Element",
        "instance": Required["bool"],
        "_instance": "Element",
        "inputProfile": "str",
        "_inputProfile": "Element",
        "outputProfile": "str",
        "_outputProfile": "Element",
        "parameter": "list[OperationDefinitionParameter]",
        "overload": "list[OperationDefinitionOverload]",
    },
    total=False,
)


OperationDefinitionOverload = TypedDict(
    "OperationDefinitionOverload",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "parameterName": "list[str | None]",
        "_parameterName": "list[Element | None]",
        "comment": "str",
        "_comment": "Element",
    },
    total=False,
)


OperationDefinitionParameter = TypedDict(
    "OperationDefinitionParameter",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "name": Required["str"],
        "_name": "Element",
        "use": Required["str"],
        "_use": "Element",
        "min": Required["int"],
        "_min": "Element",
        "max": Required["str"],
        "_max": "Element",
        "documentation": "str",
        "_documentation": "Element",
        "type": "str",
        "_type": "Element",
        "targetProfile": "list[str | None]",
        "_targetProfile": "list[Element | None]",
        "searchType": "str",
        "_searchType": "Element",
        "binding": "OperationDefinitionParameterBinding",
        "referencedFrom": "list[OperationDefinitionParameterReferencedFrom]",
        "part": "list[OperationDefinitionParameter]",
    },
    total=False,
)


OperationDefinitionParameterBinding = TypedDict(
    "OperationDefinitionParameterBinding",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "strength": Required["str"],
        "_strength": "Element",
        "valueSet": Required["str"],
        "_valueSet": "Element",
    },
    total=False,
)


OperationDefinitionParameterReferencedFrom = TypedDict(
    "OperationDefinitionParameterReferencedFrom",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "source": Required["str"],
        "_source": "Element",
        "sourceId": "str",
        "_sourceId": "Element",
    },
    total=False,
)


OperationOutcome = TypedDict(
    "OperationOutcome",
    {
        "resourceType": Required[Literal["OperationOutcome"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "issue": Required["list[OperationOutcomeIssue]"],
    },
    total=False,
)


OperationOutcomeIssue = TypedDict(
    "OperationOutcomeIssue",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "severity": Required["str"],
        "_severity": "Element",
        "code": Required["str"],
        "_code": "Element",
        "details": "CodeableConcept",
        "diagnostics": "str",
        "_diagnostics": "Element",
        "location": "list[str | None]",
        "_location": "list[Element | None]",
        "expression": "list[str | None]",
        "_expression": "list[Element | None]",
    },
    total=False,
)


Organization = TypedDict(
    "Organization",
    {
        "resourceType": Required[Literal["Organization"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "active": "bool",
        "_active": "Element",
        "type": "list[CodeableConcept]",
        "name": "str",
        "_name": "Element",
        "alias": "list[str | None]",
        "_alias": "list[Element | None]",
        "telecom": "list[ContactPoint]",
        "address": "list[Address]",
        "partOf": "Reference",
        "contact": "list[OrganizationContact]",
        "endpoint": "list[Reference]",
    },
    total=False,
)


OrganizationContact = TypedDict(
    "OrganizationContact",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "purpose": "CodeableConcept",
        "name": "HumanName",
        "telecom": "list[ContactPoint]",
        "address": "Address",
    },
    total=False,
)


OrganizationAffiliation = TypedDict(
    "OrganizationAffiliation",
    {
        "resourceType": Required[Literal["OrganizationAffiliation"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "active": "bool",
        "_active": "Element",
        "period": "Period",
        "organization": "Reference",
        "participatingOrganization": "Reference",
        "network": "list[Reference]",
        "code": "list[CodeableConcept]",
        "specialty": "list[CodeableConcept]",
        "location": "list[Reference]",
        "healthcareService": "list[Reference]",
        "telecom": "list[ContactPoint]",
        "endpoint": "list[Reference]",
    },
    total=False,
)


ParameterDefinition = TypedDict(
    "ParameterDefinition",
    {
        "id": "str",
        "extension": "list[Extension]",
        "name": "str",
        "_name": "Element",
        "use": Required["str"],
        "_use": "Element",
        "min": "int",
        "_min": "Element",
        "max": "str",
        "_max": "Element",
        "documentation": "str",
        "_documentation": "Element",
        "type": Required["str"],
        "_type": "Element",
        "profile": "str",
        "_profile": "Element",
    },
    total=False,
)


Parameters = TypedDict(
    "Parameters",
    {
        "resourceType": Required[Literal["Parameters"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "parameter": "list[ParametersParameter]",
    },
    total=False,
)


ParametersParameter = TypedDict(
    "ParametersParameter",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "name": Required["str"],
        "_name": "Element",
        "valueBase64Binary": "str",
        "_valueBase64Binary": "Element",
        "valueBoolean": "bool",
        "_valueBoolean": "Element",
        "valueCanonical": "str",
        "_valueCanonical": "Element",
        "valueCode": "str",
        "_valueCode": "Element",
        "valueDate": "str",
        "_valueDate": "Element",
        "valueDateTime": "str",
        "_valueDateTime": "Element",
        "valueDecimal": "Number",
        "_valueDecimal": "Element",
        "valueId": "str",
        "_valueId": "Element",
        "valueInstant": "str",
        "_valueInstant": "Element",
        "valueInteger": "int",
        "_valueInteger": "Element",
        "valueMarkdown": "str",
        "_valueMarkdown": "Element",
        "valueOid": "str",
        "_valueOid": "Element",
        "valuePositiveInt": "int",
        "_valuePositiveInt": "Element",
        "valueString": "str",
        "_valueString": "Element",
        "valueTime": "str",
        "_valueTime": "Element",
        "valueUnsignedInt": "int",
        "_valueUnsignedInt": "Element",
        "valueUri": "str",
        "_valueUri": "Element",
        "valueUrl": "str",
        "_valueUrl": "Element",
        "valueUuid": "str",
        "_valueUuid": "Element",
        "valueAddress": "Address",
        "valueAge": "Age",
        "valueAnnotation": "Annotation",
        "valueAttachment": "Attachment",
        "valueCodeableConcept": "CodeableConcept",
        "valueCoding": "Coding",
        "valueContactPoint": "ContactPoint",
        "valueCount": "Count",
        "valueDistance": "Distance",
        "valueDuration": "Duration",
        "valueHumanName": "HumanName",
        "valueIdentifier": "Identifier",
        "valueMoney": "Money",
        "valuePeriod": "Period",
        "valueQuantity": "Quantity",
        "valueRange": "Range",
        "valueRatio": "Ratio",
        "valueReference": "Reference",
        "valueSampledData": "SampledData",
        "valueSignature": "Signature",
        "valueTiming": "Timing",
        "valueContactDetail": "ContactDetail",
        "valueContributor": "Contributor",
        "valueDataRequirement": "DataRequirement",
        "valueExpression": "Expression",
        "valueParameterDefinition": "ParameterDefinition",
        "valueRelatedArtifact": "RelatedArtifact",
        "valueTriggerDefinition": "TriggerDefinition",
        "valueUsageContext": "UsageContext",
        "valueDosage": "Dosage",
        "valueMeta": "Meta",
        "resource": "Resource",
        "part": "list[ParametersParameter]",
    },
    total=False,
)


Patient = TypedDict(
    "Patient",
    {
        "resourceType": Required[Literal["Patient"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "active": "bool",
        "_active": "Element",
        "name": "list[HumanName]",
        "telecom": "list[ContactPoint]",
        "gender": "str",
        "_gender": "Element",
        "birthDate": "str",
        "_birthDate": "Element",
        "deceasedBoolean": "bool",
        "_deceasedBoolean": "Element",
        "deceasedDateTime": "str",
        "_deceasedDateTime": "Element",
        "address": "list[Address]",
        "maritalStatus": "CodeableConcept",
        "multipleBirthBoolean": "bool",
        "_multipleBirthBoolean": "Element",
        "multipleBirthInteger": "int",
        "_multipleBirthInteger": "Element",
        "photo": "list[Attachment]",
        "contact": "list[PatientContact]",
        "communication": "list[PatientCommunication]",
        "generalPractitioner": "list[Reference]",
        "managingOrganization": "Reference",
        "link": "list[PatientLink]",
    },
    total=False,
)


PatientCommunication = TypedDict(
    "PatientCommunication",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "language": Required["CodeableConcept"],
        "preferred": "bool",
        "_preferred": "Element",
    },
    total=False,
)


PatientContact = TypedDict(
    "PatientContact",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "relationship": "list[CodeableConcept]",
        "name": "HumanName",
        "telecom": "list[ContactPoint]",
        "address": "Address",
        "gender": "str",
        "_gender": "Element",
        "organization": "Reference",
        "period": "Period",
    },
    total=False,
)


PatientLink = TypedDict(
    "PatientLink",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "other": Required["Reference"],
        "type": Required["str"],
        "_type": "Element",
    },
    total=False,
)


PaymentNotice = TypedDict(
    "PaymentNotice",
    {
        "resourceType": Required[Literal["PaymentNotice"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "status": Required["str"],
        "_status": "Element",
        "request": "Reference",
        "response": "Reference",
        "created": Required["str"],
        "_created": "Element",
        "provider": "Reference",
        "payment": Required["Reference"],
        "paymentDate": "str",
        "_paymentDate": "Element",
        "payee": "Reference",
        "recipient": Required["Reference"],
        "amount": Required["Money"],
        "paymentStatus": "CodeableConcept",
    },
    total=False,
)


PaymentReconciliation = TypedDict(
    "PaymentReconciliation",
    {
        "resourceType": Required[Literal["PaymentReconciliation"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "status": Required["str"],
        "_status": "Element",
        "period": "Period",
        "created": Required["str"],
        "_created": "Element",
        "paymentIssuer": "Reference",
        "request": "Reference",
        "requestor": "Reference",
        "outcome": "str",
        "_outcome": "Element",
        "disposition": "str",
        "_disposition": "Element",
        "paymentDate": Required["str"],
        "_paymentDate": "Element",
        "paymentAmount": Required["Money"],
        "paymentIdentifier": "Identifier",
        "detail": "list[PaymentReconciliationDetail]",
        "formCode": "CodeableConcept",
        "processNote": "list[PaymentReconciliationProcessNote]",
    },
    total=False,
)


PaymentReconciliationDetail = TypedDict(
    "PaymentReconciliationDetail",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "Identifier",
        "predecessor": "Identifier",
        "type": Required["CodeableConcept"],
        "request": "Reference",
        "submitter": "Reference",
        "response": "Reference",
        "date": "str",
        "_date": "Element",
        "responsible": "Reference",
        "payee": "Reference",
        "amount": "Money",
    },
    total=False,
)


PaymentReconciliationProcessNote = TypedDict(
    "PaymentReconciliationProcessNote",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": "str",
        "_type": "Element",
        "text": "str",
        "_text": "Element",
    },
    total=False,
)


Period = TypedDict(
    "Period",
    {
        "id": "str",
        "extension": "list[Extension]",
        "start": "str",
        "_start": "Element",
        "end": "str",
        "_end": "Element",
    },
    total=False,
)


Person = TypedDict(
    "Person",
    {
        "resourceType": Required[Literal["Person"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "name": "list[HumanName]",
        "telecom": "list[ContactPoint]",
        "gender": "str",
        "_gender": "Element",
        "birthDate": "str",
        "_birthDate": "Element",
        "address": "list[Address]",
        "photo": "Attachment",
        "managingOrganization": "Reference",
        "active": "bool",
        "_active": "Element",
        "link": "list[PersonLink]",
    },
    total=False,
)


PersonLink = TypedDict(
    "PersonLink",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "target": Required["Reference"],
        "assurance": "str",
        "_assurance": "Element",
    },
    total=False,
)


PlanDefinition = TypedDict(
    "PlanDefinition",
    {
        "resourceType": Required[Literal["PlanDefinition"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "url": "str",
        "_url": "Element",
        "identifier": "list[Identifier]",
        "version": "str",
        "_version": "Element",
        "name": "str",
        "_name": "Element",
        "title": "str",
        "_title": "Element",
        "subtitle": "str",
        "_subtitle": "Element",
        "type": "CodeableConcept",
        "status": Required["str"],
        "_status": "Element",
        "experimental": "bool",
        "_experimental": "Element",
        "subjectCodeableConcept": "CodeableConcept",
        "subjectReference": "Reference",
        "date": "str",
        "_date": "Element",
        "publisher": "str",
        "_publisher": "Element",
        "contact": "list[ContactDetail]",
        "description": "str",
        "_description": "Element",
        "useContext": "list[UsageContext]",
        "jurisdiction": "list[CodeableConcept]",
        "purpose": "str",
        "_purpose": "Element",
        "usage": "str",
        "_usage": "Element",
        "copyright": "str",
        "_copyright": "Element",
        "approvalDate": "str",
        "_approvalDate": "Element",
        "lastReviewDate": "str",
        "_lastReviewDate": "Element",
        "effectivePeriod": "Period",
        "topic": "list[CodeableConcept]",
        "author": "list[ContactDetail]",
        "editor": "list[ContactDetail]",
        "reviewer": "list[ContactDetail]",
        "endorser": "list[ContactDetail]",
        "relatedArtifact": "list[RelatedArtifact]",
        "library": "list[str | None]",
        "_library": "list[Element | None]",
        "goal": "list[PlanDefinitionGoal]",
        "action": "list[PlanDefinitionAction]",
    },
    total=False,
)


PlanDefinitionAction = TypedDict(
    "PlanDefinitionAction",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "prefix": "str",
        "_prefix": "Element",
        "title": "str",
        "_title": "Element",
        "description": "str",
        "_description": "Element",
        "textEquivalent": "str",
        "_textEquivalent": "Element",
        "priority": "str",
        "_priority": "Element",
        "code": "list[CodeableConcept]",
        "reason": "list[CodeableConcept]",
        "documentation": "list[RelatedArtifact]",
        "goalId": "list[str | None]",
        "_goalId": "list[Element | None]",
        "subjectCodeableConcept": "CodeableConcept",
        "subjectReference": "Reference",
        "trigger": "list[TriggerDefinition]",
        "condition": "list[PlanDefinitionActionCondition]",
        "input": "list[DataRequirement]",
        "output": "list[DataRequirement]",
        "relatedAction": "list[PlanDefinitionActionRelatedAction]",
        "timingDateTime": "str",
        "_timingDateTime": "Element",
        "timingAge": "Age",
        "timingPeriod": "Period",
        "timingDuration": "Duration",
        "timingRange": "Range",
        "timingTiming": "Timing",
        "participant": "list[PlanDefinitionActionParticipant]",
        "type": "CodeableConcept",
        "groupingBehavior": "str",
        "_groupingBehavior": "Element",
        "selectionBehavior": "str",
        "_selectionBehavior": "Element",
        "requiredBehavior": "str",
        "_requiredBehavior": "Element",
        "precheckBehavior": "str",
        "_precheckBehavior": "Element",
        "cardinalityBehavior": "str",
        "_cardinalityBehavior": "Element",
        "definitionCanonical": "str",
        "_definitionCanonical": "Element",
        "definitionUri": "str",
        "_definitionUri": "Element",
        "transform": "str",
        "_transform": "Element",
        "dynamicValue": "list[PlanDefinitionActionDynamicValue]",
        "action": "list[PlanDefinitionAction]",
    },
    total=False,
)


PlanDefinitionActionCondition = TypedDict(
    "PlanDefinitionActionCondition",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "kind": Required["str"],
        "_kind": "Element",
        "expression": "Expression",
    },
    total=False,
)


PlanDefinitionActionDynamicValue = TypedDict(
    "PlanDefinitionActionDynamicValue",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "path": "str",
        "_path": "Element",
        "expression": "Expression",
    },
    total=False,
)


PlanDefinitionActionParticipant = TypedDict(
    "PlanDefinitionActionParticipant",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": Required["str"],
        "_type": "Element",
        "role": "CodeableConcept",
    },
    total=False,
)


PlanDefinitionActionRelatedAction = TypedDict(
    "PlanDefinitionActionRelatedAction",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "actionId": Required["str"],
        "_actionId": "Element",
        "relationship": Required["str"],
        "_relationship": "Element",
        "offsetDuration": "Duration",
        "offsetRange": "Range",
    },
    total=False,
)


PlanDefinitionGoal = TypedDict(
    "PlanDefinitionGoal",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "category": "CodeableConcept",
        "description": Required["CodeableConcept"],
        "priority": "CodeableConcept",
        "start": "CodeableConcept",
        "addresses": "list[CodeableConcept]",
        "documentation": "list[RelatedArtifact]",
        "target": "list[PlanDefinitionGoalTarget]",
    },
    total=False,
)


PlanDefinitionGoalTarget = TypedDict(
    "PlanDefinitionGoalTarget",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "measure": "CodeableConcept",
        "detailQuantity": "Quantity",
        "detailRange": "Range",
        "detailCodeableConcept": "CodeableConcept",
        "due": "Duration",
    },
    total=False,
)


Population = TypedDict(
    "Population",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "ageRange": "Range",
        "ageCodeableConcept": "CodeableConcept",
        "gender": "CodeableConcept",
        "race": "CodeableConcept",
        "physiologicalCondition": "CodeableConcept",
    },
    total=False,
)


Practitioner = TypedDict(
    "Practitioner",
    {
        "resourceType": Required[Literal["Practitioner"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "active": "bool",
        "_active": "Element",
        "name": "list[HumanName]",
        "telecom": "list[ContactPoint]",
        "address": "list[Address]",
        "gender": "str",
        "_gender": "Element",
        "birthDate": "str",
        "_birthDate": "Element",
        "photo": "list[Attachment]",
        "qualification": "list[PractitionerQualification]",
        "communication": "list[CodeableConcept]",
    },
    total=False,
)


PractitionerQualification = TypedDict(
    "PractitionerQualification",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "code": Required["CodeableConcept"],
        "period": "Period",
        "issuer": "Reference",
    },
    total=False,
)


PractitionerRole = TypedDict(
    "PractitionerRole",
    {
        "resourceType": Required[Literal["PractitionerRole"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "active": "bool",
        "_active": "Element",
        "period": "Period",
        "practitioner": "Reference",
        "organization": "Reference",
        "code": "list[CodeableConcept]",
        "specialty": "list[CodeableConcept]",
        "location": "list[Reference]",
        "healthcareService": "list[Reference]",
        "telecom": "list[ContactPoint]",
        "availableTime": "list[PractitionerRoleAvailableTime]",
        "notAvailable": "list[PractitionerRoleNotAvailable]",
        "availabilityExceptions": "str",
        "_availabilityExceptions": "Element",
        "endpoint": "list[Reference]",
    },
    total=False,
)


PractitionerRoleAvailableTime = TypedDict(
    "PractitionerRoleAvailableTime",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "daysOfWeek": "list[str | None]",
        "_daysOfWeek": "list[Element | None]",
        "allDay": "bool",
        "_allDay": "Element",
        "availableStartTime": "str",
        "_availableStartTime": "Element",
        "availableEndTime": "str",
        "_availableEndTime": "Element",
    },
    total=False,
)


PractitionerRoleNotAvailable = TypedDict(
    "PractitionerRoleNotAvailable",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "description": Required["str"],
        "_description": "Element",
        "during": "Period",
    },
    total=False,
)


Procedure = TypedDict(
    "Procedure",
    {
        "resourceType": Required[Literal["Procedure"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "instantiatesCanonical": "list[str | None]",
        "_instantiatesCanonical": "list[Element | None]",
        "instantiatesUri": "list[str | None]",
        "_instantiatesUri": "list[Element | None]",
        "basedOn": "list[Reference]",
        "partOf": "list[Reference]",
        "status": Required["str"],
        "_status": "Element",
        "statusReason": "CodeableConcept",
        "category": "CodeableConcept",
        "code": "CodeableConcept",
        "subject": Required["Reference"],
        "encounter": "Reference",
        "performedDateTime": "str",
        "_performedDateTime": "Element",
        "performedPeriod": "Period",
        "performedString": "str",
        "_performedString": "Element",
        "performedAge": "Age",
        "performedRange": "Range",
        "recorder": "Reference",
        "asserter": "Reference",
        "performer": "list[ProcedurePerformer]",
        "location": "Reference",
        "reasonCode": "list[CodeableConcept]",
        "reasonReference": "list[Reference]",
        "bodySite": "list[CodeableConcept]",
        "outcome": "CodeableConcept",
        "report": "list[Reference]",
        "complication": "list[CodeableConcept]",
        "complicationDetail": "list[Reference]",
        "followUp": "list[CodeableConcept]",
        "note": "list[Annotation]",
        "focalDevice": "list[ProcedureFocalDevice]",
        "usedReference": "list[Reference]",
        "usedCode": "list[CodeableConcept]",
    },
    total=False,
)


ProcedureFocalDevice = TypedDict(
    "ProcedureFocalDevice",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "action": "CodeableConcept",
        "manipulated": Required["Reference"],
    },
    total=False,
)


ProcedurePerformer = TypedDict(
    "ProcedurePerformer",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "function": "CodeableConcept",
        "actor": Required["Reference"],
        "onBehalfOf": "Reference",
    },
    total=False,
)


ProdCharacteristic = TypedDict(
    "ProdCharacteristic",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "height": "Quantity",
        "width": "Quantity",
        "depth": "Quantity",
        "weight": "Quantity",
        "nominalVolume": "Quantity",
        "externalDiameter": "Quantity",
        "shape": "str",
        "_shape": "Element",
        "color": "list[str | None]",
        "_color": "list[Element | None]",
        "imprint": "list[str | None]",
        "_imprint": "list[Element | None]",
        "image": "list[Attachment]",
        "scoring": "CodeableConcept",
    },
    total=False,
)


ProductShelfLife = TypedDict(
    "ProductShelfLife",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "Identifier",
        "type": Required["CodeableConcept"],
        "period": Required["Quantity"],
        "specialPrecautionsForStorage": "list[CodeableConcept]",
    },
    total=False,
)


Provenance = TypedDict(
    "Provenance",
    {
        "resourceType": Required[Literal["Provenance"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "target": Required["list[Reference]"],
        "occurredPeriod": "Period",
        "occurredDateTime": "str",
        "_occurredDateTime": "Element",
        "recorded": Required["str"],
        "_recorded": "Element",
        "policy": "list[str | None]",
        "_policy": "list[Element | None]",
        "location": "Reference",
        "reason": "list[CodeableConcept]",
        "activity": "CodeableConcept",
        "agent": Required["list[ProvenanceAgent]"],
        "entity": "list[ProvenanceEntity]",
        "signature": "list[Signature]",
    },
    total=False,
)


ProvenanceAgent = TypedDict(
    "ProvenanceAgent",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": "CodeableConcept",
        "role": "list[CodeableConcept]",
        "who": Required["Reference"],
        "onBehalfOf": "Reference",
    },
    total=False,
)


ProvenanceEntity = TypedDict(
    "ProvenanceEntity",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "role": Required["str"],
        "_role": "Element",
        "what": Required["Reference"],
        "agent": "list[ProvenanceAgent]",
    },
    total=False,
)


Quantity = TypedDict(
    "Quantity",
    {
        "id": "str",
        "extension": "list[Extension]",
        "value": "Number",
        "_value": "Element",
        "comparator": "str",
        "_comparator": "Element",
        "unit": "str",
        "_unit": "Element",
        "system": "str",
        "_system": "Element",
        "code": "str",
        "_code": "Element",
    },
    total=False,
)


Questionnaire = TypedDict(
    "Questionnaire",
    {
        "resourceType": Required[Literal["Questionnaire"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "url": "str",
        "_url": "Element",
        "identifier": "list[Identifier]",
        "version": "str",
        "_version": "Element",
        "name": "str",
        "_name": "Element",
        "title": "str",
        "_title": "Element",
        "derivedFrom": "list[str | None]",
        "_derivedFrom": "list[Element | None]",
        "status": Required["str"],
        "_status": "Element",
        "experimental": "bool",
        "_experimental": "Element",
        "subjectType": "list[str | None]",
        "_subjectType": "list[Element | None]",
        "date": "str",
        "_date": "Element",
        "publisher": "str",
        "_publisher": "Element",
        "contact": "list[ContactDetail]",
        "description": "str",
        "_description": "Element",
        "useContext": "list[UsageContext]",
        "jurisdiction": "list[CodeableConcept]",
        "purpose": "str",
        "_purpose": "Element",
        "copyright": "str",
        "_copyright": "Element",
        "approvalDate": "str",
        "_approvalDate": "Element",
        "lastReviewDate": "str",
        "_lastReviewDate": "Element",
        "effectivePeriod": "Period",
        "code": "list[Coding]",
        "item": "list[QuestionnaireItem]",
    },
    total=False,
)


QuestionnaireItem = TypedDict(
    "QuestionnaireItem",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "linkId": Required["str"],
        "_linkId": "Element",
        "definition": "str",
        "_definition": "Element",
        "code": "list[Coding]",
        "prefix": "str",
        "_prefix": "Element",
        "text": "str",
        "_text": "Element",
        "type": Required["str"],
        "_type": "Element",
        "enableWhen": "list[QuestionnaireItemEnableWhen]",
        "enableBehavior": "str",
        "_enableBehavior": "Element",
        "required": "bool",
        "_required": "Element",
        "repeats": "bool",
        "_repeats": "Element",
        "readOnly": "bool",
        "_readOnly": "Element",
        "maxLength": "int",
        "_maxLength": "Element",
        "answerValueSet": "str",
        "_answerValueSet": "Element",
        "answerOption": "list[QuestionnaireItemAnswerOption]",
        "initial": "list[QuestionnaireItemInitial]",
        "item": "list[QuestionnaireItem]",
    },
    total=False,
)


QuestionnaireItemAnswerOption = TypedDict(
    "QuestionnaireItemAnswerOption",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "valueInteger": "int",
        "_valueInteger": "Element",
        "valueDate": "str",
        "_valueDate": "Element",
        "valueTime": "str",
        "_valueTime": "Element",
        "valueString": "str",
        "_valueString": "Element",
        "valueCoding": "Coding",
        "valueReference": "Reference",
        "initialSelected": "bool",
        "_initialSelected": "Element",
    },
    total=False,
)


QuestionnaireItemEnableWhen = TypedDict(
    "QuestionnaireItemEnableWhen",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "question": Required["str"],
        "_question": "Element",
        "operator": Required["str"],
        "_operator": "Element",
        "answerBoolean": "bool",
        "_answerBoolean": "Element",
        "answerDecimal": "Number",
        "_answerDecimal": "Element",
        "answerInteger": "int",
        "_answerInteger": "Element",
        "answerDate": "str",
        "_answerDate": "Element",
        "answerDateTime": "str",
        "_answerDateTime": "Element",
        "answerTime": "str",
        "_answerTime": "Element",
        "answerString": "str",
        "_answerString": "Element",
        "answerCoding": "Coding",
        "answerQuantity": "Quantity",
        "answerReference": "Reference",
    },
    total=False,
)


QuestionnaireItemInitial = TypedDict(
    "QuestionnaireItemInitial",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "valueBoolean": "bool",
        "_valueBoolean": "Element",
        "valueDecimal": "Number",
        "_valueDecimal": "Element",
        "valueInteger": "int",
        "_valueInteger": "Element",
        "valueDate": "str",
        "_valueDate": "Element",
        "valueDateTime": "str",
        "_valueDateTime": "Element",
        "valueTime": "str",
        "_valueTime": "Element",
        "valueString": "str",
        "_valueString": "Element",
        "valueUri": "str",
        "_valueUri": "Element",
        "valueAttachment": "Attachment",
        "valueCoding": "Coding",
        "valueQuantity": "Quantity",
        "valueReference": "Reference",
    },
    total=False,
)


QuestionnaireResponse = TypedDict(
    "QuestionnaireResponse",
    {
        "resourceType": Required[Literal["QuestionnaireResponse"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "Identifier",
        "basedOn": "list[Reference]",
        "partOf": "list[Reference]",
        "questionnaire": "str",
        "_questionnaire": "Element",
        "status": Required["str"],
        "_status": "Element",
        "subject": "Reference",
        "encounter": "Reference",
        "authored": "str",
        "_authored": "Element",
        "author": "Reference",
        "source": "Reference",
        "item": "list[QuestionnaireResponseItem]",
    },
    total=False,
)


QuestionnaireResponseItem = TypedDict(
    "QuestionnaireResponseItem",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "linkId": Required["str"],
        "_linkId": "Element",
        "definition": "str",
        "_definition": "Element",
        "text": "str",
        "_text": "Element",
        "answer": "list[QuestionnaireResponseItemAnswer]",
        "item": "list[QuestionnaireResponseItem]",
    },
    total=False,
)


QuestionnaireResponseItemAnswer = TypedDict(
    "QuestionnaireResponseItemAnswer",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "valueBoolean": "bool",
        "_valueBoolean": "Element",
        "valueDecimal": "Number",
        "_valueDecimal": "Element",
        "valueInteger": "int",
        "_valueInteger": "Element",
        "valueDate": "str",
        "_valueDate": "Element",
        "valueDateTime": "str",
        "_valueDateTime": "Element",
        "valueTime": "str",
        "_valueTime": "Element",
        "valueString": "str",
        "_valueString": "Element",
        "valueUri": "str",
        "_valueUri": "Element",
        "valueAttachment": "Attachment",
        "valueCoding": "Coding",
        "valueQuantity": "Quantity",
        "valueReference": "Reference",
        "item": "list[QuestionnaireResponseItem]",
    },
    total=False,
)


Range = TypedDict(
    "Range",
    {
        "id": "str",
        "extension": "list[Extension]",
        "low": "Quantity",
        "high": "Quantity",
    },
    total=False,
)


Ratio = TypedDict(
    "Ratio",
    {
        "id": "str",
        "extension": "list[Extension]",
        "numerator": "Quantity",
        "denominator": "Quantity",
    },
    total=False,
)


Reference = TypedDict(
    "Reference",
    {
        "id": "str",
        "extension": "list[Extension]",
        "reference": "str",
        "_reference": "Element",
        "type": "str",
        "_type": "Element",
        "identifier": "Identifier",
        "display": "str",
        "_display": "Element",
    },
    total=False,
)


RelatedArtifact = TypedDict(
    "RelatedArtifact",
    {
        "id": "str",
        "extension": "list[Extension]",
        "type": Required["str"],
        "_type": "Element",
        "label": "str",
        "_label": "Element",
        "display": "str",
        "_display": "Element",
        "citation": "str",
        "_citation": "Element",
        "url": "str",
        "_url": "Element",
        "document": "Attachment",
        "resource": "str",
        "_resource": "Element",
    },
    total=False,
)


RelatedPerson = TypedDict(
    "RelatedPerson",
    {
        "resourceType": Required[Literal["RelatedPerson"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "active": "bool",
        "_active": "Element",
        "patient": Required["Reference"],
        "relationship": "list[CodeableConcept]",
        "name": "list[HumanName]",
        "telecom": "list[ContactPoint]",
        "gender": "str",
        "_gender": "Element",
        "birthDate": "str",
        "_birthDate": "Element",
        "address": "list[Address]",
        "photo": "list[Attachment]",
        "period": "Period",
        "communication": "list[RelatedPersonCommunication]",
    },
    total=False,
)


RelatedPersonCommunication = TypedDict(
    "RelatedPersonCommunication",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "language": Required["CodeableConcept"],
        "preferred": "bool",
        "_preferred": "Element",
    },
    total=False,
)


RequestGroup = TypedDict(
    "RequestGroup",
    {
        "resourceType": Required[Literal["RequestGroup"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "instantiatesCanonical": "list[str | None]",
        "_instantiatesCanonical": "list[Element | None]",
        "instantiatesUri": "list[str | None]",
        "_instantiatesUri": "list[Element | None]",
        "basedOn": "list[Reference]",
        "replaces": "list[Reference]",
        "groupIdentifier": "Identifier",
        "status": Required["str"],
        "_status": "Element",
        "intent": Required["str"],
        "_intent": "Element",
        "priority": "str",
        "_priority": "Element",
        "code": "CodeableConcept",
        "subject": "Reference",
        "encounter": "Reference",
        "authoredOn": "str",
        "_authoredOn": "Element",
        "author": "Reference",
        "reasonCode": "list[CodeableConcept]",
        "reasonReference": "list[Reference]",
        "note": "list[Annotation]",
        "action": "list[RequestGroupAction]",
    },
    total=False,
)


RequestGroupAction = TypedDict(
    "RequestGroupAction",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "prefix": "str",
        "_prefix": "Element",
        "title": "str",
        "_title": "Element",
        "description": "str",
        "_description": "Element",
        "textEquivalent": "str",
        "_textEquivalent": "Element",
        "priority": "str",
        "_priority": "Element",
        "code": "list[CodeableConcept]",
        "documentation": "list[RelatedArtifact]",
        "condition": "list[RequestGroupActionCondition]",
        "relatedAction": "list[RequestGroupActionRelatedAction]",
        "timingDateTime": "str",
        "_timingDateTime": "Element",
        "timingAge": "Age",
        "timingPeriod": "Period",
        "timingDuration": "Duration",
        "timingRange": "Range",
        "timingTiming": "Timing",
        "participant": "list[Reference]",
        "type": "CodeableConcept",
        "groupingBehavior": "str",
        "_groupingBehavior": "Element",
        "selectionBehavior": "str",
        "_selectionBehavior": "Element",
        "requiredBehavior": "str",
        "_requiredBehavior": "Element",
        "precheckBehavior": "str",
        "_precheckBehavior": "Element",
        "cardinalityBehavior": "str",
        "_cardinalityBehavior": "Element",
        "resource": "Reference",
        "action": "list[RequestGroupAction]",
    },
    total=False,
)


RequestGroupActionCondition = TypedDict(
    "RequestGroupActionCondition",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "kind": Required["str"],
        "_kind": "Element",
        "expression": "Expression",
    },
    total=False,
)


RequestGroupActionRelatedAction = TypedDict(
    "RequestGroupActionRelatedAction",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "actionId": Required["str"],
        "_actionId": "Element",
        "relationship": Required["str"],
        "_relationship": "Element",
        "offsetDuration": "Duration",
        "offsetRange": "Range",
    },
    total=False,
)


ResearchDefinition = TypedDict(
    "ResearchDefinition",
    {
        "resourceType": Required[Literal["ResearchDefinition"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "url": "str",
        "_url": "Element",
        "identifier": "list[Identifier]",
        "version": "str",
        "_version": "Element",
        "name": "str",
        "_name": "Element",
        "title": "str",
        "_title": "Element",
        "shortTitle": "str",
        "_shortTitle": "Element",
        "subtitle": "str",
        "_subtitle": "Element",
        "status": Required["str"],
        "_status": "Element",
        "experimental": "bool",
        "_experimental": "Element",
        "subjectCodeableConcept": "CodeableConcept",
        "subjectReference": "Reference",
        "date": "str",
        "_date": "Element",
        "publisher": "str",
        "_publisher": "Element",
        "contact": "list[ContactDetail]",
        "description": "str",
        "_description": "Element",
        "comment": "list[str | None]",
        "_comment": "list[Element | None]",
        "useContext": "list[UsageContext]",
        "jurisdiction": "list[CodeableConcept]",
        "purpose": "str",
        "_purpose": "Element",
        "usage": "str",
        "_usage": "Element",
        "copyright": "str",
        "_copyright": "Element",
        "approvalDate": "str",
        "_approvalDate": "Element",
        "lastReviewDate": "str",
        "_lastReviewDate": "Element",
        "effectivePeriod": "Period",
        "topic": "list[CodeableConcept]",
        "author": "list[ContactDetail]",
        "editor": "list[ContactDetail]",
        "reviewer": "list[ContactDetail]",
        "endorser": "list[ContactDetail]",
        "relatedArtifact": "list[RelatedArtifact]",
        "library": "list[str | None]",
        "_library": "list[Element | None]",
        "population": Required["Reference"],
        "exposure": "Reference",
        "exposureAlternative": "Reference",
        "outcome": "Reference",
    },
    total=False,
)


ResearchElementDefinition = TypedDict(
    "ResearchElementDefinition",
    {
        "resourceType": Required[Literal["ResearchElementDefinition"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "url": "str",
        "_url": "Element",
        "identifier": "list[Identifier]",
        "version": "str",
        "_version": "Element",
        "name": "str",
        "_name": "Element",
        "title": "str",
        "_title": "Element",
        "shortTitle": "str",
        "_shortTitle": "Element",
        "subtitle": "str",
        "_subtitle": "Element",
        "status": Required["str"],
        "_status": "Element",
        "experimental": "bool",
        "_experimental": "Element",
        "subjectCodeableConcept": "CodeableConcept",
        "subjectReference": "Reference",
        "date": "str",
        "_date": "Element",
        "publisher": "str",
        "_publisher": "Element",
        "contact": "list[ContactDetail]",
        "description": "str",
        "_description": "Element",
        "comment": "list[str | None]",
        "_comment": "list[Element | None]",
        "useContext": "list[UsageContext]",
        "jurisdiction": "list[CodeableConcept]",
        "purpose": "str",
        "_purpose": "Element",
        "usage": "str",
        "_usage": "Element",
        "copyright": "str",
        "_copyright": "Element",
        "approvalDate": "str",
        "_approvalDate": "Element",
        "lastReviewDate": "str",
        "_lastReviewDate": "Element",
        "effectivePeriod": "Period",
        "topic": "list[CodeableConcept]",
        "author": "list[ContactDetail]",
        "editor": "list[ContactDetail]",
        "reviewer": "list[ContactDetail]",
        "endorser": "list[ContactDetail]",
        "relatedArtifact": "list[RelatedArtifact]",
        "library": "list[str | None]",
        "_library": "list[Element | None]",
        "type": Required["str"],
        "_type": "Element",
        "variableType": "str",
        "_variableType": "Element",
        "characteristic": Required["list[ResearchElementDefinitionCharacteristic]"],
    },
    total=False,
)


ResearchElementDefinitionCharacteristic = TypedDict(
    "ResearchElementDefinitionCharacteristic",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "definitionCodeableConcept": "CodeableConcept",
        "definitionCanonical": "str",
        "_definitionCanonical": "Element",
        "definitionExpression": "Expression",
        "definitionDataRequirement": "DataRequirement",
        "usageContext": "list[UsageContext]",
        "exclude": "bool",
        "_exclude": "Element",
        "unitOfMeasure": "CodeableConcept",
        "studyEffectiveDescription": "str",
        "_studyEffectiveDescription": "Element",
        "studyEffectiveDateTime": "str",
        "_studyEffectiveDateTime": "Element",
        "studyEffectivePeriod": "Period",
        "studyEffectiveDuration": "Duration",
        "studyEffectiveTiming": "Timing",
        "studyEffectiveTimeFromStart": "Duration",
        "studyEffectiveGroupMeasure": "str",
        "_studyEffectiveGroupMeasure": "Element",
        "participantEffectiveDescription": "str",
        "_participantEffectiveDescription": "Element",
        "participantEffectiveDateTime": "str",
        "_participantEffectiveDateTime": "Element",
        "participantEffectivePeriod": "Period",
        "participantEffectiveDuration": "Duration",
        "participantEffectiveTiming": "Timing",
        "participantEffectiveTimeFromStart": "Duration",
        "participantEffectiveGroupMeasure": "str",
        "_participantEffectiveGroupMeasure": "Element",
    },
    total=False,
)


ResearchStudy = TypedDict(
    "ResearchStudy",
    {
        "resourceType": Required[Literal["ResearchStudy"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "title": "str",
        "_title": "Element",
        "protocol": "list[Reference]",
        "partOf": "list[Reference]",
        "status": Required["str"],
        "_status": "Element",
        "primaryPurposeType": "CodeableConcept",
        "phase": "CodeableConcept",
        "category": "list[CodeableConcept]",
        "focus": "list[CodeableConcept]",
        "condition": "list[CodeableConcept]",
        "contact": "list[ContactDetail]",
        "relatedArtifact": "list[RelatedArtifact]",
        "keyword": "list[CodeableConcept]",
        "location": "list[CodeableConcept]",
        "description": "str",
        "_description": "Element",
        "enrollment": "list[Reference]",
        "period": "Period",
        "sponsor": "Reference",
        "principalInvestigator": "Reference",
        "site": "list[Reference]",
        "reasonStopped": "CodeableConcept",
        "note": "list[Annotation]",
        "arm": "list[ResearchStudyArm]",
        "objective": "list[ResearchStudyObjective]",
    },
    total=False,
)


ResearchStudyArm = TypedDict(
    "ResearchStudyArm",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "name": Required["str"],
        "_name": "Element",
        "type": "CodeableConcept",
        "description": "str",
        "_description": "Element",
    },
    total=False,
)


ResearchStudyObjective = TypedDict(
    "ResearchStudyObjective",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "name": "str",
        "_name": "Element",
        "type": "CodeableConcept",
    },
    total=False,
)


ResearchSubject = TypedDict(
    "ResearchSubject",
    {
        "resourceType": Required[Literal["ResearchSubject"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "status": Required["str"],
        "_status": "Element",
        "period": "Period",
        "study": Required["Reference"],
        "individual": Required["Reference"],
        "assignedArm": "str",
        "_assignedArm": "Element",
        "actualArm": "str",
        "_actualArm": "Element",
        "consent": "Reference",
    },
    total=False,
)


RiskAssessment = TypedDict(
    "RiskAssessment",
    {
        "resourceType": Required[Literal["RiskAssessment"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "basedOn": "Reference",
        "parent": "Reference",
        "status": Required["str"],
        "_status": "Element",
        "method": "CodeableConcept",
        "code": "CodeableConcept",
        "subject": Required["Reference"],
        "encounter": "Reference",
        "occurrenceDateTime": "str",
        "_occurrenceDateTime": "Element",
        "occurrencePeriod": "Period",
        "condition": "Reference",
        "performer": "Reference",
        "reasonCode": "list[CodeableConcept]",
        "reasonReference": "list[Reference]",
        "basis": "list[Reference]",
        "prediction": "list[RiskAssessmentPrediction]",
        "mitigation": "str",
        "_mitigation": "Element",
        "note": "list[Annotation]",
    },
    total=False,
)


RiskAssessmentPrediction = TypedDict(
    "RiskAssessmentPrediction",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "outcome": "CodeableConcept",
        "probabilityDecimal": "Number",
        "_probabilityDecimal": "Element",
        "probabilityRange": "Range",
        "qualitativeRisk": "CodeableConcept",
        "relativeRisk": "Number",
        "_relativeRisk": "Element",
        "whenPeriod": "Period",
        "whenRange": "Range",
        "rationale": "str",
        "_rationale": "Element",
    },
    total=False,
)


RiskEvidenceSynthesis = TypedDict(
    "RiskEvidenceSynthesis",
    {
        "resourceType": Required[Literal["RiskEvidenceSynthesis"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "url": "str",
        "_url": "Element",
        "identifier": "list[Identifier]",
        "version": "str",
        "_version": "Element",
        "name": "str",
        "_name": "Element",
        "title": "str",
        "_title": "Element",
        "status": Required["str"],
        "_status": "Element",
        "date": "str",
        "_date": "Element",
        "publisher": "str",
        "_publisher": "Element",
        "contact": "list[ContactDetail]",
        "description": "str",
        "_description": "Element",
        "note": "list[Annotation]",
        "useContext": "list[UsageContext]",
        "jurisdiction": "list[CodeableConcept]",
        "copyright": "str",
        "_copyright": "Element",
        "approvalDate": "str",
        "_approvalDate": "Element",
        "lastReviewDate": "str",
        "_lastReviewDate": "Element",
        "effectivePeriod": "Period",
        "topic": "list[CodeableConcept]",
        "author": "list[ContactDetail]",
        "editor": "list[ContactDetail]",
        "reviewer": "list[ContactDetail]",
        "endorser": "list[ContactDetail]",
        "relatedArtifact": "list[RelatedArtifact]",
        "synthesisType": "CodeableConcept",
        "studyType": "CodeableConcept",
        "population": Required["Reference"],
        "exposure": "Reference",
        "outcome": Required["Reference"],
        "sampleSize": "RiskEvidenceSynthesisSampleSize",
        "riskEstimate": "RiskEvidenceSynthesisRiskEstimate",
        "certainty": "list[RiskEvidenceSynthesisCertainty]",
    },
    total=False,
)


RiskEvidenceSynthesisCertainty = TypedDict(
    "RiskEvidenceSynthesisCertainty",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "rating": "list[CodeableConcept]",
        "note": "list[Annotation]",
        "certaintySubcomponent": "list[RiskEvidenceSynthesisCertaintyCertaintySubcomponent]",
    },
    total=False,
)


RiskEvidenceSynthesisCertaintyCertaintySubcomponent = TypedDict(
    "RiskEvidenceSynthesisCertaintyCertaintySubcomponent",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": "CodeableConcept",
        "rating": "list[CodeableConcept]",
        "note": "list[Annotation]",
    },
    total=False,
)


RiskEvidenceSynthesisRiskEstimate = TypedDict(
    "RiskEvidenceSynthesisRiskEstimate",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "description": "str",
        "_description": "Element",
        "type": "CodeableConcept",
        "value": "Number",
        "_value": "Element",
        "unitOfMeasure": "CodeableConcept",
        "denominatorCount": "int",
        "_denominatorCount": "Element",
        "numeratorCount": "int",
        "_numeratorCount": "Element",
        "precisionEstimate": "list[RiskEvidenceSynthesisRiskEstimatePrecisionEstimate]",
    },
    total=False,
)


RiskEvidenceSynthesisRiskEstimatePrecisionEstimate = TypedDict(
    "RiskEvidenceSynthesisRiskEstimatePrecisionEstimate",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": "CodeableConcept",
        "level": "Number",
        "_level": "Element",
        "from": "Number",
        "_from": "Element",
        "to": "Number",
        "_to": "Element",
    },
    total=False,
)


RiskEvidenceSynthesisSampleSize = TypedDict(
    "RiskEvidenceSynthesisSampleSize",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "description": "str",
        "_description": "Element",
        "numberOfStudies": "int",
        "_numberOfStudies": "Element",
        "numberOfParticipants": "int",
        "_numberOfParticipants": "Element",
    },
    total=False,
)


SampledData = TypedDict(
    "SampledData",
    {
        "id": "str",
        "extension": "list[Extension]",
        "origin": Required["Quantity"],
        "period": Required["Number"],
        "_period": "Element",
        "factor": "Number",
        "_factor": "Element",
        "lowerLimit": "Number",
        "_lowerLimit": "Element",
        "upperLimit": "Number",
        "_upperLimit": "Element",
        "dimensions": Required["int"],
        "_dimensions": "Element",
        "data": "str",
        "_data": "Element",
    },
    total=False,
)


Schedule = TypedDict(
    "Schedule",
    {
        "resourceType": Required[Literal["Schedule"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "active": "bool",
        "_active": "Element",
        "serviceCategory": "list[CodeableConcept]",
        "serviceType": "list[CodeableConcept]",
        "specialty": "list[CodeableConcept]",
        "actor": Required["list[Reference]"],
        "planningHorizon": "Period",
        "comment": "str",
        "_comment": "Element",
    },
    total=False,
)


SearchParameter = TypedDict(
    "SearchParameter",
    {
        "resourceType": Required[Literal["SearchParameter"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "url": Required["str"],
        "_url": "Element",
        "version": "str",
        "_version": "Element",
        "name": Required["str"],
        "_name": "Element",
        "derivedFrom": "str",
        "_derivedFrom": "Element",
        "status": Required["str"],
        "_status": "Element",
        "experimental": "bool",
        "_experimental": "Element",
        "date": "str",
        "_date": "Element",
        "publisher": "str",
        "_publisher": "Element",
        "contact": "list[ContactDetail]",
        "description": Required["str"],
        "_description": "Element",
        "useContext": "list[UsageContext]",
        "jurisdiction": "list[CodeableConcept]",
        "purpose": "str",
        "_purpose": "Element",
        "code": Required["str"],
        "_code": "Element",
        "base": Required["list[str | None]"],
        "_base": "list[Element | None]",
        "type": Required["str"],
        "_type": "Element",
        "expression": "str",
        "_expression": "Element",
        "xpath": "str",
        "_xpath": "Element",
        "xpathUsage": "str",
        "_xpathUsage": "Element",
        "target": "list[str | None]",
        "_target": "list[Element | None]",
        "multipleOr": "bool",
        "_multipleOr": "Element",
        "multipleAnd": "bool",
        "_multipleAnd": "Element",
        "comparator": "list[str | None]",
        "_comparator": "list[Element | None]",
        "modifier": "list[str | None]",
        "_modifier": "list[Element | None]",
        "chain": "list[str | None]",
        "_chain": "list[Element | None]",
        "component": "list[SearchParameterComponent]",
    },
    total=False,
)


SearchParameterComponent = TypedDict(
    "SearchParameterComponent",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "definition": Required["str"],
        "_definition": "Element",
        "expression": Required["str"],
        "_expression": "Element",
    },
    total=False,
)


ServiceRequest = TypedDict(
    "ServiceRequest",
    {
        "resourceType": Required[Literal["ServiceRequest"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "instantiatesCanonical": "list[str | None]",
        "_instantiatesCanonical": "list[Element | None]",
        "instantiatesUri": "list[str | None]",
        "_instantiatesUri": "list[Element | None]",
        "basedOn": "list[Reference]",
        "replaces": "list[Reference]",
        "requisition": "Identifier",
        "status": Required["str"],
        "_status": "Element",
        "intent": Required["str"],
        "_intent": "Element",
        "category": "list[CodeableConcept]",
        "priority": "str",
        "_priority": "Element",
        "doNotPerform": "bool",
        "_doNotPerform": "Element",
        "code": "CodeableConcept",
        "orderDetail": "list[CodeableConcept]",
        "quantityQuantity": "Quantity",
        "quantityRatio": "Ratio",
        "quantityRange": "Range",
        "subject": Required["Reference"],
        "encounter": "Reference",
        "occurrenceDateTime": "str",
        "_occurrenceDateTime": "Element",
        "occurrencePeriod": "Period",
        "occurrenceTiming": "Timing",
        "asNeededBoolean": "bool",
        "_asNeededBoolean": "Element",
        "asNeededCodeableConcept": "CodeableConcept",
        "authoredOn": "str",
        "_authoredOn": "Element",
        "requester": "Reference",
        "performerType": "CodeableConcept",
        "performer": "list[Reference]",
        "locationCode": "list[CodeableConcept]",
        "locationReference": "list[Reference]",
        "reasonCode": "list[CodeableConcept]",
        "reasonReference": "list[Reference]",
        "insurance": "list[Reference]",
        "supportingInfo": "list[Reference]",
        "specimen": "list[Reference]",
        "bodySite": "list[CodeableConcept]",
        "note": "list[Annotation]",
        "patientInstruction": "str",
        "_patientInstruction": "Element",
        "relevantHistory": "list[Reference]",
    },
    total=False,
)


Signature = TypedDict(
    "Signature",
    {
        "id": "str",
        "extension": "list[Extension]",
        "type": Required["list[Coding]"],
        "when": Required["str"],
        "_when": "Element",
        "who": Required["Reference"],
        "onBehalfOf": "Reference",
        "targetFormat": "str",
        "_targetFormat": "Element",
        "sigFormat": "str",
        "_sigFormat": "Element",
        "data": "str",
        "_data": "Element",
    },
    total=False,
)


SimpleQuantity = TypedDict(
    "SimpleQuantity",
    {
        "id": "str",
        "extension": "list[Extension]",
        "value": "Number",
        "_value": "Element",
        "unit": "str",
        "_unit": "Element",
        "system": "str",
        "_system": "Element",
        "code": "str",
        "_code": "Element",
    },
    total=False,
)


Slot = TypedDict(
    "Slot",
    {
        "resourceType": Required[Literal["Slot"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "serviceCategory": "list[CodeableConcept]",
        "serviceType": "list[CodeableConcept]",
        "specialty": "list[CodeableConcept]",
        "appointmentType": "CodeableConcept",
        "schedule": Required["Reference"],
        "status": Required["str"],
        "_status": "Element",
        "start": Required["str"],
        "_start": "Element",
        "end": Required["str"],
        "_end": "Element",
        "overbooked": "bool",
        "_overbooked": "Element",
        "comment": "str",
        "_comment": "Element",
    },
    total=False,
)


Specimen = TypedDict(
    "Specimen",
    {
        "resourceType": Required[Literal["Specimen"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "accessionIdentifier": "Identifier",
        "status": "str",
        "_status": "Element",
        "type": "CodeableConcept",
        "subject": "Reference",
        "receivedTime": "str",
        "_receivedTime": "Element",
        "parent": "list[Reference]",
        "request": "list[Reference]",
        "collection": "SpecimenCollection",
        "processing": "list[SpecimenProcessing]",
        "container": "list[SpecimenContainer]",
        "condition": "list[CodeableConcept]",
        "note": "list[Annotation]",
    },
    total=False,
)


SpecimenCollection = TypedDict(
    "SpecimenCollection",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "collector": "Reference",
        "collectedDateTime": "str",
        "_collectedDateTime": "Element",
        "collectedPeriod": "Period",
        "duration": "Duration",
        "quantity": "Quantity",
        "method": "CodeableConcept",
        "bodySite": "CodeableConcept",
        "fastingStatusCodeableConcept": "CodeableConcept",
        "fastingStatusDuration": "Duration",
    },
    total=False,
)


SpecimenContainer = TypedDict(
    "SpecimenContainer",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "description": "str",
        "_description": "Element",
        "type": "CodeableConcept",
        "capacity": "Quantity",
        "specimenQuantity": "Quantity",
        "additiveCodeableConcept": "CodeableConcept",
        "additiveReference": "Reference",
    },
    total=False,
)


SpecimenProcessing = TypedDict(
    "SpecimenProcessing",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "description": "str",
        "_description": "Element",
        "procedure": "CodeableConcept",
        "additive": "list[Reference]",
        "timeDateTime": "str",
        "_timeDateTime": "Element",
        "timePeriod": "Period",
    },
    total=False,
)


SpecimenDefinition = TypedDict(
    "SpecimenDefinition",
    {
        "resourceType": Required[Literal["SpecimenDefinition"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "Identifier",
        "typeCollected": "CodeableConcept",
        "patientPreparation": "list[CodeableConcept]",
        "timeAspect": "str",
        "_timeAspect": "Element",
        "collection": "list[CodeableConcept]",
        "typeTested": "list[SpecimenDefinitionTypeTested]",
    },
    total=False,
)


SpecimenDefinitionTypeTested = TypedDict(
    "SpecimenDefinitionTypeTested",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "isDerived": "bool",
        "_isDerived": "Element",
        "type": "CodeableConcept",
        "preference": Required["str"],
        "_preference": "Element",
        "container": "SpecimenDefinitionTypeTestedContainer",
        "requirement": "str",
        "_requirement": "Element",
        "retentionTime": "Duration",
        "rejectionCriterion": "list[CodeableConcept]",
        "handling": "list[SpecimenDefinitionTypeTestedHandling]",
    },
    total=False,
)


SpecimenDefinitionTypeTestedContainer = TypedDict(
    "SpecimenDefinitionTypeTestedContainer",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "material": "CodeableConcept",
        "type": "CodeableConcept",
        "cap": "CodeableConcept",
        "description": "str",
        "_description": "Element",
        "capacity": "Quantity",
        "minimumVolumeQuantity": "Quantity",
        "minimumVolumeString": "str",
        "_minimumVolumeString": "Element",
        "additive": "list[SpecimenDefinitionTypeTestedContainerAdditive]",
        "preparation": "str",
        "_preparation": "Element",
    },
    total=False,
)


SpecimenDefinitionTypeTestedContainerAdditive = TypedDict(
    "SpecimenDefinitionTypeTestedContainerAdditive",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "additiveCodeableConcept": "CodeableConcept",
        "additiveReference": "Reference",
    },
    total=False,
)


SpecimenDefinitionTypeTestedHandling = TypedDict(
    "SpecimenDefinitionTypeTestedHandling",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "temperatureQualifier": "CodeableConcept",
        "temperatureRange": "Range",
        "maxDuration": "Duration",
        "instruction": "str",
        "_instruction": "Element",
    },
    total=False,
)


StructureDefinition = TypedDict(
    "StructureDefinition",
    {
        "resourceType": Required[Literal["StructureDefinition"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "url": Required["str"],
        "_url": "Element",
        "identifier": "list[Identifier]",
        "version": "str",
        "_version": "Element",
        "name": Required["str"],
        "_name": "Element",
        "title": "str",
        "_title": "Element",
        "status": Required["str"],
        "_status": "Element",
        "experimental": "bool",
        "_experimental": "Element",
        "date": "str",
        "_date": "Element",
        "publisher": "str",
        "_publisher": "Element",
        "contact": "list[ContactDetail]",
        "description": "str",
        "_description": "Element",
        "useContext": "list[UsageContext]",
        "jurisdiction": "list[CodeableConcept]",
        "purpose": "str",
        "_purpose": "Element",
        "copyright": "str",
        "_copyright": "Element",
        "keyword": "list[Coding]",
        "fhirVersion": "str",
        "_fhirVersion": "Element",
        "mapping": "list[StructureDefinitionMapping]",
        "kind": Required["str"],
        "_kind": "Element",
        "abstract": Required["bool"],
        "_abstract": "Element",
        "context": "list[StructureDefinitionContext]",
        "contextInvariant": "list[str | None]",
        "_contextInvariant": "list[Element | None]",
        "type": Required["str"],
        "_type": "Element",
        "baseDefinition": "str",
        "_baseDefinition": "Element",
        "derivation": "str",
        "_derivation": "Element",
        "snapshot": "StructureDefinitionSnapshot",
        "differential": "StructureDefinitionDifferential",
    },
    total=False,
)


StructureDefinitionContext = TypedDict(
    "StructureDefinitionContext",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": Required["str"],
        "_type": "Element",
        "expression": Required["str"],
        "_expression": "Element",
    },
    total=False,
)


StructureDefinitionDifferential = TypedDict(
    "StructureDefinitionDifferential",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "element": Required["list[ElementDefinition]"],
    },
    total=False,
)


StructureDefinitionMapping = TypedDict(
    "StructureDefinitionMapping",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identity": Required["str"],
        "_identity": "Element",
        "uri": "str",
        "_uri": "Element",
        "name": "str",
        "_name": "Element",
        "comment": "str",
        "_comment": "Element",
    },
    total=False,
)


StructureDefinitionSnapshot = TypedDict(
    "StructureDefinitionSnapshot",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "element": Required["list[ElementDefinition]"],
    },
    total=False,
)


StructureMap = TypedDict(
    "StructureMap",
    {
        "resourceType": Required[Literal["StructureMap"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "url": Required["str"],
        "_url": "Element",
        "identifier": "list[Identifier]",
        "version": "str",
        "_version": "Element",
        "name": Required["str"],
        "_name": "Element",
        "title": "str",
        "_title": "Element",
        "status": Required["str"],
        "_status": "Element",
        "experimental": "bool",
        "_experimental": "Element",
        "date": "str",
        "_date": "Element",
        "publisher": "str",
        "_publisher": "Element",
        "contact": "list[ContactDetail]",
        "description": "str",
        "_description": "Element",
        "useContext": "list[UsageContext]",
        "jurisdiction": "list[CodeableConcept]",
        "purpose": "str",
        "_purpose": "Element",
        "copyright": "str",
        "_copyright": "Element",
        "structure": "list[StructureMapStructure]",
        "import": "list[str | None]",
        "_import": "list[Element | None]",
        "group": Required["list[StructureMapGroup]"],
    },
    total=False,
)


StructureMapGroup = TypedDict(
    "StructureMapGroup",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "name": Required["str"],
        "_name": "Element",
        "extends": "str",
        "_extends": "Element",
        "typeMode": Required["str"],
        "_typeMode": "Element",
        "documentation": "str",
        "_documentation": "Element",
        "input": Required["list[StructureMapGroupInput]"],
        "rule": Required["list[StructureMapGroupRule]"],
    },
    total=False,
)


StructureMapGroupInput = TypedDict(
    "StructureMapGroupInput",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "name": Required["str"],
        "_name": "Element",
        "type": "str",
        "_type": "Element",
        "mode": Required["str"],
        "_mode": "Element",
        "documentation": "str",
        "_documentation": "Element",
    },
    total=False,
)


StructureMapGroupRule = TypedDict(
    "StructureMapGroupRule",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "name": Required["str"],
        "_name": "Element",
        "source": Required["list[StructureMapGroupRuleSource]"],
        "target": "list[StructureMapGroupRuleTarget]",
        "rule": "list[StructureMapGroupRule]",
        "dependent": "list[StructureMapGroupRuleDependent]",
        "documentation": "str",
        "_documentation": "Element",
    },
    total=False,
)


StructureMapGroupRuleDependent = TypedDict(
    "StructureMapGroupRuleDependent",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "name": Required["str"],
        "_name": "Element",
        "variable": Required["list[str | None]"],
        "_variable": "list[Element | None]",
    },
    total=False,
)


StructureMapGroupRuleSource = TypedDict(
    "StructureMapGroupRuleSource",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "context": Required["str"],
        "_context": "Element",
        "min": "int",
        "_min": "Element",
        "max": "str",
        "_max": "Element",
        "type": "str",
        "_type": "Element",
        "defaultValueBase64Binary": "str",
        "_defaultValueBase64Binary": "Element",
        "defaultValueBoolean": "bool",
        "_defaultValueBoolean": "Element",
        "defaultValueCanonical": "str",
        "_defaultValueCanonical": "Element",
        "defaultValueCode": "str",
        "_defaultValueCode": "Element",
        "defaultValueDate": "str",
        "_defaultValueDate": "Element",
        "defaultValueDateTime": "str",
        "_defaultValueDateTime": "Element",
        "defaultValueDecimal": "Number",
        "_defaultValueDecimal": "Element",
        "defaultValueId": "str",
        "_defaultValueId": "Element",
        "defaultValueInstant": "str",
        "_defaultValueInstant": "Element",
        "defaultValueInteger": "int",
        "_defaultValueInteger": "Element",
        "defaultValueMarkdown": "str",
        "_defaultValueMarkdown": "Element",
        "defaultValueOid": "str",
        "_defaultValueOid": "Element",
        "defaultValuePositiveInt": "int",
        "_defaultValuePositiveInt": "Element",
        "defaultValueString": "str",
        "_defaultValueString": "Element",
        "defaultValueTime": "str",
        "_defaultValueTime": "Element",
        "defaultValueUnsignedInt": "int",
        "_defaultValueUnsignedInt": "Element",
        "defaultValueUri": "str",
        "_defaultValueUri": "Element",
        "defaultValueUrl": "str",
        "_defaultValueUrl": "Element",
        "defaultValueUuid": "str",
        "_defaultValueUuid": "Element",
        "defaultValueAddress": "Address",
        "defaultValueAge": "Age",
        "defaultValueAnnotation": "Annotation",
        "defaultValueAttachment": "Attachment",
        "defaultValueCodeableConcept": "CodeableConcept",
        "defaultValueCoding": "Coding",
        "defaultValueContactPoint": "ContactPoint",
        "defaultValueCount": "Count",
        "defaultValueDistance": "Distance",
        "defaultValueDuration": "Duration",
        "defaultValueHumanName": "HumanName",
        "defaultValueIdentifier": "Identifier",
        "defaultValueMoney": "Money",
        "defaultValuePeriod": "Period",
        "defaultValueQuantity": "Quantity",
        "defaultValueRange": "Range",
        "defaultValueRatio": "Ratio",
        "defaultValueReference": "Reference",
        "defaultValueSampledData": "SampledData",
        "defaultValueSignature": "Signature",
        "defaultValueTiming": "Timing",
        "defaultValueContactDetail": "ContactDetail",
        "defaultValueContributor": "Contributor",
        "defaultValueDataRequirement": "DataRequirement",
        "defaultValueExpression": "Expression",
        "defaultValueParameterDefinition": "ParameterDefinition",
        "defaultValueRelatedArtifact": "RelatedArtifact",
        "defaultValueTriggerDefinition": "TriggerDefinition",
        "defaultValueUsageContext": "UsageContext",
        "defaultValueDosage": "Dosage",
        "defaultValueMeta": "Meta",
        "element": "str",
        "_element": "Element",
        "listMode": "str",
        "_listMode": "Element",
        "variable": "str",
        "_variable": "Element",
        "condition": "str",
        "_condition": "Element",
        "check": "str",
        "_check": "Element",
        "logMessage": "str",
        "_logMessage": "Element",
    },
    total=False,
)


StructureMapGroupRuleTarget = TypedDict(
    "StructureMapGroupRuleTarget",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "context": "str",
        "_context": "Element",
        "contextType": "str",
        "_contextType": "Element",
        "element": "str",
        "_element": "Element",
        "variable": "str",
        "_variable": "Element",
        "listMode": "list[str | None]",
        "_listMode": "list[Element | None]",
        "listRuleId": "str",
        "_listRuleId": "Element",
        "transform": "str",
        "_transform": "Element",
        "parameter": "list[StructureMapGroupRuleTargetParameter]",
    },
    total=False,
)


StructureMapGroupRuleTargetParameter = TypedDict(
    "StructureMapGroupRuleTargetParameter",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "valueId": "str",
        "_valueId": "Element",
        "valueString": "str",
        "_valueString": "Element",
        "valueBoolean": "bool",
        "_valueBoolean": "Element",
        "valueInteger": "int",
        "_valueInteger": "Element",
        "valueDecimal": "Number",
        "_valueDecimal": "Element",
    },
    total=False,
)


StructureMapStructure = TypedDict(
    "StructureMapStructure",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "url": Required["str"],
        "_url": "Element",
        "mode": Required["str"],
        "_mode": "Element",
        "alias": "str",
        "_alias": "Element",
        "documentation": "str",
        "_documentation": "Element",
    },
    total=False,
)


Subscription = TypedDict(
    "Subscription",
    {
        "resourceType": Required[Literal["Subscription"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "status": Required["str"],
        "_status": "Element",
        "contact": "list[ContactPoint]",
        "end": "str",
        "_end": "Element",
        "reason": Required["str"],
        "_reason": "Element",
        "criteria": Required["str"],
        "_criteria": "Element",
        "error": "str",
        "_error": "Element",
        "channel": Required["SubscriptionChannel"],
    },
    total=False,
)


SubscriptionChannel = TypedDict(
    "SubscriptionChannel",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": Required["str"],
        "_type": "Element",
        "endpoint": "str",
        "_endpoint": "Element",
        "payload": "str",
        "_payload": "Element",
        "header": "list[str | None]",
        "_header": "list[Element | None]",
    },
    total=False,
)


Substance = TypedDict(
    "Substance",
    {
        "resourceType": Required[Literal["Substance"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "status": "str",
        "_status": "Element",
        "category": "list[CodeableConcept]",
        "code": Required["CodeableConcept"],
        "description": "str",
        "_description": "Element",
        "instance": "list[SubstanceInstance]",
        "ingredient": "list[SubstanceIngredient]",
    },
    total=False,
)


SubstanceIngredient = TypedDict(
    "SubstanceIngredient",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "quantity": "Ratio",
        "substanceCodeableConcept": "CodeableConcept",
        "substanceReference": "Reference",
    },
    total=False,
)


SubstanceInstance = TypedDict(
    "SubstanceInstance",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "Identifier",
        "expiry": "str",
        "_expiry": "Element",
        "quantity": "Quantity",
    },
    total=False,
)


SubstanceAmount = TypedDict(
    "SubstanceAmount",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "amountQuantity": "Quantity",
        "amountRange": "Range",
        "amountString": "str",
        "_amountString": "Element",
        "amountType": "CodeableConcept",
        "amountText": "str",
        "_amountText": "Element",
        "referenceRange": "SubstanceAmountReferenceRange",
    },
    total=False,
)


SubstanceAmountReferenceRange = TypedDict(
    "SubstanceAmountReferenceRange",
    {
        "id": "str",
        "extension": "list[Extension]",
        "lowLimit": "Quantity",
        "highLimit": "Quantity",
    },
    total=False,
)


SubstanceNucleicAcid = TypedDict(
    "SubstanceNucleicAcid",
    {
        "resourceType": Required[Literal["SubstanceNucleicAcid"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "sequenceType": "CodeableConcept",
        "numberOfSubunits": "int",
        "_numberOfSubunits": "Element",
        "areaOfHybridisation": "str",
        "_areaOfHybridisation": "Element",
        "oligoNucleotideType": "CodeableConcept",
        "subunit": "list[SubstanceNucleicAcidSubunit]",
    },
    total=False,
)


SubstanceNucleicAcidSubunit = TypedDict(
    "SubstanceNucleicAcidSubunit",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "subunit": "int",
        "_subunit": "Element",
        "sequence": "str",
        "_sequence": "Element",
        "length": "int",
        "_length": "Element",
        "sequenceAttachment": "Attachment",
        "fivePrime": "CodeableConcept",
        "threePrime": "CodeableConcept",
        "linkage": "list[SubstanceNucleicAcidSubunitLinkage]",
        "sugar": "list[SubstanceNucleicAcidSubunitSugar]",
    },
    total=False,
)


SubstanceNucleicAcidSubunitLinkage = TypedDict(
    "SubstanceNucleicAcidSubunitLinkage",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "connectivity": "str",
        "_connectivity": "Element",
        "identifier": "Identifier",
        "name": "str",
        "_name": "Element",
        "residueSite": "str",
        "_residueSite": "Element",
    },
    total=False,
)


SubstanceNucleicAcidSubunitSugar = TypedDict(
    "SubstanceNucleicAcidSubunitSugar",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "Identifier",
        "name": "str",
        "_name": "Element",
        "residueSite": "str",
        "_residueSite": "Element",
    },
    total=False,
)


SubstancePolymer = TypedDict(
    "SubstancePolymer",
    {
        "resourceType": Required[Literal["SubstancePolymer"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "class": "CodeableConcept",
        "geometry": "CodeableConcept",
        "copolymerConnectivity": "list[CodeableConcept]",
        "modification": "list[str | None]",
        "_modification": "list[Element | None]",
        "monomerSet": "list[SubstancePolymerMonomerSet]",
        "repeat": "list[SubstancePolymerRepeat]",
    },
    total=False,
)


SubstancePolymerMonomerSet = TypedDict(
    "SubstancePolymerMonomerSet",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "ratioType": "CodeableConcept",
        "startingMaterial": "list[SubstancePolymerMonomerSetStartingMaterial]",
    },
    total=False,
)


SubstancePolymerMonomerSetStartingMaterial = TypedDict(
    "SubstancePolymerMonomerSetStartingMaterial",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "material": "CodeableConcept",
        "type": "CodeableConcept",
        "isDefining": "bool",
        "_isDefining": "Element",
        "amount": "SubstanceAmount",
    },
    total=False,
)


SubstancePolymerRepeat = TypedDict(
    "SubstancePolymerRepeat",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "numberOfUnits": "int",
        "_numberOfUnits": "Element",
        "averageMolecularFormula": "str",
        "_averageMolecularFormula": "Element",
        "repeatUnitAmountType": "CodeableConcept",
        "repeatUnit": "list[SubstancePolymerRepeatRepeatUnit]",
    },
    total=False,
)


SubstancePolymerRepeatRepeatUnit = TypedDict(
    "SubstancePolymerRepeatRepeatUnit",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "orientationOfPolymerisation": "CodeableConcept",
        "repeatUnit": "str",
        "_repeatUnit": "Element",
        "amount": "SubstanceAmount",
        "degreeOfPolymerisation": "list[SubstancePolymerRepeatRepeatUnitDegreeOfPolymerisation]",
        "structuralRepresentation": "list[SubstancePolymerRepeatRepeatUnitStructuralRepresentation]",
    },
    total=False,
)


SubstancePolymerRepeatRepeatUnitDegreeOfPolymerisation = TypedDict(
    "SubstancePolymerRepeatRepeatUnitDegreeOfPolymerisation",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "degree": "CodeableConcept",
        "amount": "SubstanceAmount",
    },
    total=False,
)


SubstancePolymerRepeatRepeatUnitStructuralRepresentation = TypedDict(
    "SubstancePolymerRepeatRepeatUnitStructuralRepresentation",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": "CodeableConcept",
        "representation": "str",
        "_representation": "Element",
        "attachment": "Attachment",
    },
    total=False,
)


SubstanceProtein = TypedDict(
    "SubstanceProtein",
    {
        "resourceType": Required[Literal["SubstanceProtein"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "sequenceType": "CodeableConcept",
        "numberOfSubunits": "int",
        "_numberOfSubunits": "Element",
        "disulfideLinkage": "list[str | None]",
        "_disulfideLinkage": "list[Element | None]",
        "subunit": "list[SubstanceProteinSubunit]",
    },
    total=False,
)


SubstanceProteinSubunit = TypedDict(
    "SubstanceProteinSubunit",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "subunit": "int",
        "_subunit": "Element",
        "sequence": "str",
        "_sequence": "Element",
        "length": "int",
        "_length": "Element",
        "sequenceAttachment": "Attachment",
        "nTerminalModificationId": "Identifier",
        "nTerminalModification": "str",
        "_nTerminalModification": "Element",
        "cTerminalModificationId": "Identifier",
        "cTerminalModification": "str",
        "_cTerminalModification": "Element",
    },
    total=False,
)


SubstanceReferenceInformation = TypedDict(
    "SubstanceReferenceInformation",
    {
        "resourceType": Required[Literal["SubstanceReferenceInformation"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "comment": "str",
        "_comment": "Element",
        "gene": "list[SubstanceReferenceInformationGene]",
        "geneElement": "list[SubstanceReferenceInformationGeneElement]",
        "classification": "list[SubstanceReferenceInformationClassification]",
        "target": "list[SubstanceReferenceInformationTarget]",
    },
    total=False,
)


SubstanceReferenceInformationClassification = TypedDict(
    "SubstanceReferenceInformationClassification",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "domain": "CodeableConcept",
        "classification": "CodeableConcept",
        "subtype": "list[CodeableConcept]",
        "source": "list[Reference]",
    },
    total=False,
)


SubstanceReferenceInformationGene = TypedDict(
    "SubstanceReferenceInformationGene",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "geneSequenceOrigin": "CodeableConcept",
        "gene": "CodeableConcept",
        "source": "list[Reference]",
    },
    total=False,
)


SubstanceReferenceInformationGeneElement = TypedDict(
    "SubstanceReferenceInformationGeneElement",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": "CodeableConcept",
        "element": "Identifier",
        "source": "list[Reference]",
    },
    total=False,
)


SubstanceReferenceInformationTarget = TypedDict(
    "SubstanceReferenceInformationTarget",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "target": "Identifier",
        "type": "CodeableConcept",
        "interaction": "CodeableConcept",
        "organism": "CodeableConcept",
        "organismType": "CodeableConcept",
        "amountQuantity": "Quantity",
        "amountRange": "Range",
        "amountString": "str",
        "_amountString": "Element",
        "amountType": "CodeableConcept",
        "source": "list[Reference]",
    },
    total=False,
)


SubstanceSourceMaterial = TypedDict(
    "SubstanceSourceMaterial",
    {
        "resourceType": Required[Literal["SubstanceSourceMaterial"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "sourceMaterialClass": "CodeableConcept",
        "sourceMaterialType": "CodeableConcept",
        "sourceMaterialState": "CodeableConcept",
        "organismId": "Identifier",
        "organismName": "str",
        "_organismName": "Element",
        "parentSubstanceId": "list[Identifier]",
        "parentSubstanceName": "list[str | None]",
        "_parentSubstanceName": "list[Element | None]",
        "countryOfOrigin": "list[CodeableConcept]",
        "geographicalLocation": "list[str | None]",
        "_geographicalLocation": "list[Element | None]",
        "developmentStage": "CodeableConcept",
        "fractionDescription": "list[SubstanceSourceMaterialFractionDescription]",
        "organism": "SubstanceSourceMaterialOrganism",
        "partDescription": "list[SubstanceSourceMaterialPartDescription]",
    },
    total=False,
)


SubstanceSourceMaterialFractionDescription = TypedDict(
    "SubstanceSourceMaterialFractionDescription",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "fraction": "str",
        "_fraction": "Element",
        "materialType": "CodeableConcept",
    },
    total=False,
)


SubstanceSourceMaterialOrganism = TypedDict(
    "SubstanceSourceMaterialOrganism",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "family": "CodeableConcept",
        "genus": "CodeableConcept",
        "species": "CodeableConcept",
        "intraspecificType": "CodeableConcept",
        "intraspecificDescription": "str",
        "_intraspecificDescription": "Element",
        "author": "list[SubstanceSourceMaterialOrganismAuthor]",
        "hybrid": "SubstanceSourceMaterialOrganismHybrid",
        "organismGeneral": "SubstanceSourceMaterialOrganismOrganismGeneral",
    },
    total=False,
)


SubstanceSourceMaterialOrganismAuthor = TypedDict(
    "SubstanceSourceMaterialOrganismAuthor",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "authorType": "CodeableConcept",
        "authorDescription": "str",
        "_authorDescription": "Element",
    },
    total=False,
)


SubstanceSourceMaterialOrganismHybrid = TypedDict(
    "SubstanceSourceMaterialOrganismHybrid",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "maternalOrganismId": "str",
        "_maternalOrganismId": "Element",
        "maternalOrganismName": "str",
        "_maternalOrganismName": "Element",
        "paternalOrganismId": "str",
        "_paternalOrganismId": "Element",
        "paternalOrganismName": "str",
        "_paternalOrganismName": "Element",
        "hybridType": "CodeableConcept",
    },
    total=False,
)


SubstanceSourceMaterialOrganismOrganismGeneral = TypedDict(
    "SubstanceSourceMaterialOrganismOrganismGeneral",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "kingdom": "CodeableConcept",
        "phylum": "CodeableConcept",
        "class": "CodeableConcept",
        "order": "CodeableConcept",
    },
    total=False,
)


SubstanceSourceMaterialPartDescription = TypedDict(
    "SubstanceSourceMaterialPartDescription",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "part": "CodeableConcept",
        "partLocation": "CodeableConcept",
    },
    total=False,
)


SubstanceSpecification = TypedDict(
    "SubstanceSpecification",
    {
        "resourceType": Required[Literal["SubstanceSpecification"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "Identifier",
        "type": "CodeableConcept",
        "status": "CodeableConcept",
        "domain": "CodeableConcept",
        "description": "str",
        "_description": "Element",
        "source": "list[Reference]",
        "comment": "str",
        "_comment": "Element",
        "moiety": "list[SubstanceSpecificationMoiety]",
        "property": "list[SubstanceSpecificationProperty]",
        "referenceInformation": "Reference",
        "structure": "SubstanceSpecificationStructure",
        "code": "list[SubstanceSpecificationCode]",
        "name": "list[SubstanceSpecificationName]",
        "molecularWeight": "list[SubstanceSpecificationStructureIsotopeMolecularWeight]",
        "relationship": "list[SubstanceSpecificationRelationship]",
        "nucleicAcid": "Reference",
        "polymer": "Reference",
        "protein": "Reference",
        "sourceMaterial": "Reference",
    },
    total=False,
)


SubstanceSpecificationCode = TypedDict(
    "SubstanceSpecificationCode",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "code": "CodeableConcept",
        "status": "CodeableConcept",
        "statusDate": "str",
        "_statusDate": "Element",
        "comment": "str",
        "_comment": "Element",
        "source": "list[Reference]",
    },
    total=False,
)


SubstanceSpecificationMoiety = TypedDict(
    "SubstanceSpecificationMoiety",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "role": "CodeableConcept",
        "identifier": "Identifier",
        "name": "str",
        "_name": "Element",
        "stereochemistry": "CodeableConcept",
        "opticalActivity": "CodeableConcept",
        "molecularFormula": "str",
        "_molecularFormula": "Element",
        "amountQuantity": "Quantity",
        "amountString": "str",
        "_amountString": "Element",
    },
    total=False,
)


SubstanceSpecificationName = TypedDict(
    "SubstanceSpecificationName",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "name": Required["str"],
        "_name": "Element",
        "type": "CodeableConcept",
        "status": "CodeableConcept",
        "preferred": "bool",
        "_preferred": "Element",
        "language": "list[CodeableConcept]",
        "domain": "list[CodeableConcept]",
        "jurisdiction": "list[CodeableConcept]",
        "synonym": "list[SubstanceSpecificationName]",
        "translation": "list[SubstanceSpecificationName]",
        "official": "list[SubstanceSpecificationNameOfficial]",
        "source": "list[Reference]",
    },
    total=False,
)


SubstanceSpecificationNameOfficial = TypedDict(
    "SubstanceSpecificationNameOfficial",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "authority": "CodeableConcept",
        "status": "CodeableConcept",
        "date": "str",
        "_date": "Element",
    },
    total=False,
)


SubstanceSpecificationProperty = TypedDict(
    "SubstanceSpecificationProperty",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "category": "CodeableConcept",
        "code": "CodeableConcept",
        "parameters": "str",
        "_parameters": "Element",
        "definingSubstanceReference": "Reference",
        "definingSubstanceCodeableConcept": "CodeableConcept",
        "amountQuantity": "Quantity",
        "amountString": "str",
        "_amountString": "Element",
    },
    total=False,
)


SubstanceSpecificationRelationship = TypedDict(
    "SubstanceSpecificationRelationship",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "substanceReference": "Reference",
        "substanceCodeableConcept": "CodeableConcept",
        "relationship": "CodeableConcept",
        "isDefining": "bool",
        "_isDefining": "Element",
        "amountQuantity": "Quantity",
        "amountRange": "Range",
        "amountRatio": "Ratio",
        "amountString": "str",
        "_amountString": "Element",
        "amountRatioLowLimit": "Ratio",
        "amountType": "CodeableConcept",
        "source": "list[Reference]",
    },
    total=False,
)


SubstanceSpecificationStructure = TypedDict(
    "SubstanceSpecificationStructure",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "stereochemistry": "CodeableConcept",
        "opticalActivity": "CodeableConcept",
        "molecularFormula": "str",
        "_molecularFormula": "Element",
        "molecularFormulaByMoiety": "str",
        "_molecularFormulaByMoiety": "Element",
        "isotope": "list[SubstanceSpecificationStructureIsotope]",
        "molecularWeight": "SubstanceSpecificationStructureIsotopeMolecularWeight",
        "source": "list[Reference]",
        "representation": "list[SubstanceSpecificationStructureRepresentation]",
    },
    total=False,
)


SubstanceSpecificationStructureIsotope = TypedDict(
    "SubstanceSpecificationStructureIsotope",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "Identifier",
        "name": "CodeableConcept",
        "substitution": "CodeableConcept",
        "halfLife": "Quantity",
        "molecularWeight": "SubstanceSpecificationStructureIsotopeMolecularWeight",
    },
    total=False,
)


SubstanceSpecificationStructureIsotopeMolecularWeight = TypedDict(
    "SubstanceSpecificationStructureIsotopeMolecularWeight",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "method": "CodeableConcept",
        "type": "CodeableConcept",
        "amount": "Quantity",
    },
    total=False,
)


SubstanceSpecificationStructureRepresentation = TypedDict(
    "SubstanceSpecificationStructureRepresentation",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": "CodeableConcept",
        "representation": "str",
        "_representation": "Element",
        "attachment": "Attachment",
    },
    total=False,
)


SupplyDelivery = TypedDict(
    "SupplyDelivery",
    {
        "resourceType": Required[Literal["SupplyDelivery"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "basedOn": "list[Reference]",
        "partOf": "list[Reference]",
        "status": "str",
        "_status": "Element",
        "patient": "Reference",
        "type": "CodeableConcept",
        "suppliedItem": "SupplyDeliverySuppliedItem",
        "occurrenceDateTime": "str",
        "_occurrenceDateTime": "Element",
        "occurrencePeriod": "Period",
        "occurrenceTiming": "Timing",
        "supplier": "Reference",
        "destination": "Reference",
        "receiver": "list[Reference]",
    },
    total=False,
)


SupplyDeliverySuppliedItem = TypedDict(
    "SupplyDeliverySuppliedItem",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "quantity": "Quantity",
        "itemCodeableConcept": "CodeableConcept",
        "itemReference": "Reference",
    },
    total=False,
)


SupplyRequest = TypedDict(
    "SupplyRequest",
    {
        "resourceType": Required[Literal["SupplyRequest"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "status": "str",
        "_status": "Element",
        "category": "CodeableConcept",
        "priority": "str",
        "_priority": "Element",
        "itemCodeableConcept": "CodeableConcept",
        "itemReference": "Reference",
        "quantity": Required["Quantity"],
        "parameter": "list[SupplyRequestParameter]",
        "occurrenceDateTime": "str",
        "_occurrenceDateTime": "Element",
        "occurrencePeriod": "Period",
        "occurrenceTiming": "Timing",
        "authoredOn": "str",
        "_authoredOn": "Element",
        "requester": "Reference",
        "supplier": "list[Reference]",
        "reasonCode": "list[CodeableConcept]",
        "reasonReference": "list[Reference]",
        "deliverFrom": "Reference",
        "deliverTo": "Reference",
    },
    total=False,
)


SupplyRequestParameter = TypedDict(
    "SupplyRequestParameter",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "code": "CodeableConcept",
        "valueCodeableConcept": "CodeableConcept",
        "valueQuantity": "Quantity",
        "valueRange": "Range",
        "valueBoolean": "bool",
        "_valueBoolean": "Element",
    },
    total=False,
)


Task = TypedDict(
    "Task",
    {
        "resourceType": Required[Literal["Task"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "instantiatesCanonical": "str",
        "_instantiatesCanonical": "Element",
        "instantiatesUri": "str",
        "_instantiatesUri": "Element",
        "basedOn": "list[Reference]",
        "groupIdentifier": "Identifier",
        "partOf": "list[Reference]",
        "status": Required["str"],
        "_status": "Element",
        "statusReason": "CodeableConcept",
        "businessStatus": "CodeableConcept",
        "intent": Required["str"],
        "_intent": "Element",
        "priority": "str",
        "_priority": "Element",
        "code": "CodeableConcept",
        "description": "str",
        "_description": "Element",
        "focus": "Reference",
        "for": "Reference",
        "encounter": "Reference",
        "executionPeriod": "Period",
        "authoredOn": "str",
        "_authoredOn": "Element",
        "lastModified": "str",
        "_lastModified": "Element",
        "requester": "Reference",
        "performerType": "list[CodeableConcept]",
        "owner": "Reference",
        "location": "Reference",
        "reasonCode": "CodeableConcept",
        "reasonReference": "Reference",
        "insurance": "list[Reference]",
        "note": "list[Annotation]",
        "relevantHistory": "list[Reference]",
        "restriction": "TaskRestriction",
        "input": "list[TaskInput]",
        "output": "list[TaskOutput]",
    },
    total=False,
)


TaskInput = TypedDict(
    "TaskInput",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": Required["CodeableConcept"],
        "valueBase64Binary": "str",
        "_valueBase64Binary": "Element",
        "valueBoolean": "bool",
        "_valueBoolean": "Element",
        "valueCanonical": "str",
        "_valueCanonical": "Element",
        "valueCode": "str",
        "_valueCode": "Element",
        "valueDate": "str",
        "_valueDate": "Element",
        "valueDateTime": "str",
        "_valueDateTime": "Element",
        "valueDecimal": "Number",
        "_valueDecimal": "Element",
        "valueId": "str",
        "_valueId": "Element",
        "valueInstant": "str",
        "_valueInstant": "Element",
        "valueInteger": "int",
        "_valueInteger": "Element",
        "valueMarkdown": "str",
        "_valueMarkdown": "Element",
        "valueOid": "str",
        "_valueOid": "Element",
        "valuePositiveInt": "int",
        "_valuePositiveInt": "Element",
        "valueString": "str",
        "_valueString": "Element",
        "valueTime": "str",
        "_valueTime": "Element",
        "valueUnsignedInt": "int",
        "_valueUnsignedInt": "Element",
        "valueUri": "str",
        "_valueUri": "Element",
        "valueUrl": "str",
        "_valueUrl": "Element",
        "valueUuid": "str",
        "_valueUuid": "Element",
        "valueAddress": "Address",
        "valueAge": "Age",
        "valueAnnotation": "Annotation",
        "valueAttachment": "Attachment",
        "valueCodeableConcept": "CodeableConcept",
        "valueCoding": "Coding",
        "valueContactPoint": "ContactPoint",
        "valueCount": "Count",
        "valueDistance": "Distance",
        "valueDuration": "Duration",
        "valueHumanName": "HumanName",
        "valueIdentifier": "Identifier",
        "valueMoney": "Money",
        "valuePeriod": "Period",
        "valueQuantity": "Quantity",
        "valueRange": "Range",
        "valueRatio": "Ratio",
        "valueReference": "Reference",
        "valueSampledData": "SampledData",
        "valueSignature": "Signature",
        "valueTiming": "Timing",
        "valueContactDetail": "ContactDetail",
        "valueContributor": "Contributor",
        "valueDataRequirement": "DataRequirement",
        "valueExpression": "Expression",
        "valueParameterDefinition": "ParameterDefinition",
        "valueRelatedArtifact": "RelatedArtifact",
        "valueTriggerDefinition": "TriggerDefinition",
        "valueUsageContext": "UsageContext",
        "valueDosage": "Dosage",
        "valueMeta": "Meta",
    },
    total=False,
)


TaskOutput = TypedDict(
    "TaskOutput",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": Required["CodeableConcept"],
        "valueBase64Binary": "str",
        "_valueBase64Binary": "Element",
        "valueBoolean": "bool",
        "_valueBoolean": "Element",
        "valueCanonical": "str",
        "_valueCanonical": "Element",
        "valueCode": "str",
        "_valueCode": "Element",
        "valueDate": "str",
        "_valueDate": "Element",
        "valueDateTime": "str",
        "_valueDateTime": "Element",
        "valueDecimal": "Number",
        "_valueDecimal": "Element",
        "valueId": "str",
        "_valueId": "Element",
        "valueInstant": "str",
        "_valueInstant": "Element",
        "valueInteger": "int",
        "_valueInteger": "Element",
        "valueMarkdown": "str",
        "_valueMarkdown": "Element",
        "valueOid": "str",
        "_valueOid": "Element",
        "valuePositiveInt": "int",
        "_valuePositiveInt": "Element",
        "valueString": "str",
        "_valueString": "Element",
        "valueTime": "str",
        "_valueTime": "Element",
        "valueUnsignedInt": "int",
        "_valueUnsignedInt": "Element",
        "valueUri": "str",
        "_valueUri": "Element",
        "valueUrl": "str",
        "_valueUrl": "Element",
        "valueUuid": "str",
        "_valueUuid": "Element",
        "valueAddress": "Address",
        "valueAge": "Age",
        "valueAnnotation": "Annotation",
        "valueAttachment": "Attachment",
        "valueCodeableConcept": "CodeableConcept",
        "valueCoding": "Coding",
        "valueContactPoint": "ContactPoint",
        "valueCount": "Count",
        "valueDistance": "Distance",
        "valueDuration": "Duration",
        "valueHumanName": "HumanName",
        "valueIdentifier": "Identifier",
        "valueMoney": "Money",
        "valuePeriod": "Period",
        "valueQuantity": "Quantity",
        "valueRange": "Range",
        "valueRatio": "Ratio",
        "valueReference": "Reference",
        "valueSampledData": "SampledData",
        "valueSignature": "Signature",
        "valueTiming": "Timing",
        "valueContactDetail": "ContactDetail",
        "valueContributor": "Contributor",
        "valueDataRequirement": "DataRequirement",
        "valueExpression": "Expression",
        "valueParameterDefinition": "ParameterDefinition",
        "valueRelatedArtifact": "RelatedArtifact",
        "valueTriggerDefinition": "TriggerDefinition",
        "valueUsageContext": "UsageContext",
        "valueDosage": "Dosage",
        "valueMeta": "Meta",
    },
    total=False,
)


TaskRestriction = TypedDict(
    "TaskRestriction",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "repetitions": "int",
        "_repetitions": "Element",
        "period": "Period",
        "recipient": "list[Reference]",
    },
    total=False,
)


TerminologyCapabilities = TypedDict(
    "TerminologyCapabilities",
    {
        "resourceType": Required[Literal["TerminologyCapabilities"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "url": "str",
        "_url": "Element",
        "version": "str",
        "_version": "Element",
        "name": "str",
        "_name": "Element",
        "title": "str",
        "_title": "Element",
        "status": Required["str"],
        "_status": "Element",
        "experimental": "bool",
        "_experimental": "Element",
        "date": Required["str"],
        "_date": "Element",
        "publisher": "str",
        "_publisher": "Element",
        "contact": "list[ContactDetail]",
        "description": "str",
        "_description": "Element",
        "useContext": "list[UsageContext]",
        "jurisdiction": "list[CodeableConcept]",
        "purpose": "str",
        "_purpose": "Element",
        "copyright": "str",
        "_copyright": "Element",
        "kind": Required["str"],
        "_kind": "Element",
        "software": "TerminologyCapabilitiesSoftware",
        "implementation": "TerminologyCapabilitiesImplementation",
        "lockedDate": "bool",
        "_lockedDate": "Element",
        "codeSystem": "list[TerminologyCapabilitiesCodeSystem]",
        "expansion": "TerminologyCapabilitiesExpansion",
        "codeSearch": "str",
        "_codeSearch": "Element",
        "validateCode": "TerminologyCapabilitiesValidateCode",
        "translation": "TerminologyCapabilitiesTranslation",
        "closure": "TerminologyCapabilitiesClosure",
    },
    total=False,
)


TerminologyCapabilitiesClosure = TypedDict(
    "TerminologyCapabilitiesClosure",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "translation": "bool",
        "_translation": "Element",
    },
    total=False,
)


TerminologyCapabilitiesCodeSystem = TypedDict(
    "TerminologyCapabilitiesCodeSystem",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "uri": "str",
        "_uri": "Element",
        "version": "list[TerminologyCapabilitiesCodeSystemVersion]",
        "subsumption": "bool",
        "_subsumption": "Element",
    },
    total=False,
)


TerminologyCapabilitiesCodeSystemVersion = TypedDict(
    "TerminologyCapabilitiesCodeSystemVersion",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "code": "str",
        "_code": "Element",
        "isDefault": "bool",
        "_isDefault": "Element",
        "compositional": "bool",
        "_compositional": "Element",
        "language": "list[str | None]",
        "_language": "list[Element | None]",
        "filter": "list[TerminologyCapabilitiesCodeSystemVersionFilter]",
        "property": "list[str | None]",
        "_property": "list[Element | None]",
    },
    total=False,
)


TerminologyCapabilitiesCodeSystemVersionFilter = TypedDict(
    "TerminologyCapabilitiesCodeSystemVersionFilter",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "code": Required["str"],
        "_code": "Element",
        "op": Required["list[str | None]"],
        "_op": "list[Element | None]",
    },
    total=False,
)


TerminologyCapabilitiesExpansion = TypedDict(
    "TerminologyCapabilitiesExpansion",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "hierarchical": "bool",
        "_hierarchical": "Element",
        "paging": "bool",
        "_paging": "Element",
        "incomplete": "bool",
        "_incomplete": "Element",
        "parameter": "list[TerminologyCapabilitiesExpansionParameter]",
        "textFilter": "str",
        "_textFilter": "Element",
    },
    total=False,
)


TerminologyCapabilitiesExpansionParameter = TypedDict(
    "TerminologyCapabilitiesExpansionParameter",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "name": Required["str"],
        "_name": "Element",
        "documentation": "str",
        "_documentation": "Element",
    },
    total=False,
)


TerminologyCapabilitiesImplementation = TypedDict(
    "TerminologyCapabilitiesImplementation",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "description": Required["str"],
        "_description": "Element",
        "url": "str",
        "_url": "Element",
    },
    total=False,
)


TerminologyCapabilitiesSoftware = TypedDict(
    "TerminologyCapabilitiesSoftware",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "name": Required["str"],
        "_name": "Element",
        "version": "str",
        "_version": "Element",
    },
    total=False,
)


TerminologyCapabilitiesTranslation = TypedDict(
    "TerminologyCapabilitiesTranslation",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "needsMap": Required["bool"],
        "_needsMap": "Element",
    },
    total=False,
)


TerminologyCapabilitiesValidateCode = TypedDict(
    "TerminologyCapabilitiesValidateCode",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "translations": Required["bool"],
        "_translations": "Element",
    },
    total=False,
)


TestReport = TypedDict(
    "TestReport",
    {
        "resourceType": Required[Literal["TestReport"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "Identifier",
        "name": "str",
        "_name": "Element",
        "status": Required["str"],
        "_status": "Element",
        "testScript": Required["Reference"],
        "result": Required["str"],
        "_result": "Element",
        "score": "Number",
        "_score": "Element",
        "tester": "str",
        "_tester": "Element",
        "issued": "str",
        "_issued": "Element",
        "participant": "list[TestReportParticipant]",
        "setup": "TestReportSetup",
        "test": "list[TestReportTest]",
        "teardown": "TestReportTeardown",
    },
    total=False,
)


TestReportParticipant = TypedDict(
    "TestReportParticipant",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": Required["str"],
        "_type": "Element",
        "uri": Required["str"],
        "_uri": "Element",
        "display": "str",
        "_display": "Element",
    },
    total=False,
)


TestReportSetup = TypedDict(
    "TestReportSetup",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "action": Required["list[TestReportSetupAction]"],
    },
    total=False,
)


TestReportSetupAction = TypedDict(
    "TestReportSetupAction",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "operation": "TestReportSetupActionOperation",
        "assert": "TestReportSetupActionAssert",
    },
    total=False,
)


TestReportSetupActionAssert = TypedDict(
    "TestReportSetupActionAssert",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "result": Required["str"],
        "_result": "Element",
        "message": "str",
        "_message": "Element",
        "detail": "str",
        "_detail": "Element",
    },
    total=False,
)


TestReportSetupActionOperation = TypedDict(
    "TestReportSetupActionOperation",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "result": Required["str"],
        "_result": "Element",
        "message": "str",
        "_message": "Element",
        "detail": "str",
        "_detail": "Element",
    },
    total=False,
)


TestReportTeardown = TypedDict(
    "TestReportTeardown",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "action": Required["list[TestReportTeardownAction]"],
    },
    total=False,
)


TestReportTeardownAction = TypedDict(
    "TestReportTeardownAction",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "operation": Required["TestReportSetupActionOperation"],
    },
    total=False,
)


TestReportTest = TypedDict(
    "TestReportTest",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "name": "str",
        "_name": "Element",
        "description": "str",
        "_description": "Element",
        "action": Required["list[TestReportTestAction]"],
    },
    total=False,
)


TestReportTestAction = TypedDict(
    "TestReportTestAction",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "operation": "TestReportSetupActionOperation",
        "assert": "TestReportSetupActionAssert",
    },
    total=False,
)


TestScript = TypedDict(
    "TestScript",
    {
        "resourceType": Required[Literal["TestScript"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "url": Required["str"],
        "_url": "Element",
        "identifier": "Identifier",
        "version": "str",
        "_version": "Element",
        "name": Required["str"],
        "_name": "Element",
        "title": "str",
        "_title": "Element",
        "status": Required["str"],
        "_status": "Element",
        "experimental": "bool",
        "_experimental": "Element",
        "date": "str",
        "_date": "Element",
        "publisher": "str",
        "_publisher": "Element",
        "contact": "list[ContactDetail]",
        "description": "str",
        "_description": "Element",
        "useContext": "list[UsageContext]",
        "jurisdiction": "list[CodeableConcept]",
        "purpose": "str",
        "_purpose": "Element",
        "copyright": "str",
        "_copyright": "Element",
        "origin": "list[TestScriptOrigin]",
        "destination": "list[TestScriptDestination]",
        "metadata": "TestScriptMetadata",
        "fixture": "list[TestScriptFixture]",
        "profile": "list[Reference]",
        "variable": "list[TestScriptVariable]",
        "setup": "TestScriptSetup",
        "test": "list[TestScriptTest]",
        "teardown": "TestScriptTeardown",
    },
    total=False,
)


TestScriptDestination = TypedDict(
    "TestScriptDestination",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "index": Required["int"],
        "_index": "Element",
        "profile": Required["Coding"],
    },
    total=False,
)


TestScriptFixture = TypedDict(
    "TestScriptFixture",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "autocreate": Required["bool"],
        "_autocreate": "Element",
        "autodelete": Required["bool"],
        "_autodelete": "Element",
        "resource": "Reference",
    },
    total=False,
)


TestScriptMetadata = TypedDict(
    "TestScriptMetadata",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "link": "list[TestScriptMetadataLink]",
        "capability": Required["list[TestScriptMetadataCapability]"],
    },
    total=False,
)


TestScriptMetadataCapability = TypedDict(
    "TestScriptMetadataCapability",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "required": Required["bool"],
        "_required": "Element",
        "validated": Required["bool"],
        "_validated": "Element",
        "description": "str",
        "_description": "Element",
        "origin": "list[int | None]",
        "_origin": "list[Element | None]",
        "destination": "int",
        "_destination": "Element",
        "link": "list[str | None]",
        "_link": "list[Element | None]",
        "capabilities": Required["str"],
        "_capabilities": "Element",
    },
    total=False,
)


TestScriptMetadataLink = TypedDict(
    "TestScriptMetadataLink",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "url": Required["str"],
        "_url": "Element",
        "description": "str",
        "_description": "Element",
    },
    total=False,
)


TestScriptOrigin = TypedDict(
    "TestScriptOrigin",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "index": Required["int"],
        "_index": "Element",
        "profile": Required["Coding"],
    },
    total=False,
)


TestScriptSetup = TypedDict(
    "TestScriptSetup",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "action": Required["list[TestScriptSetupAction]"],
    },
    total=False,
)


TestScriptSetupAction = TypedDict(
    "TestScriptSetupAction",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "operation": "TestScriptSetupActionOperation",
        "assert": "TestScriptSetupActionAssert",
    },
    total=False,
)


TestScriptSetupActionAssert = TypedDict(
    "TestScriptSetupActionAssert",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "label": "str",
        "_label": "Element",
        "description": "str",
        "_description": "Element",
        "direction": "str",
        "_direction": "Element",
        "compareToSourceId": "str",
        "_compareToSourceId": "Element",
        "compareToSourceExpression": "str",
        "_compareToSourceExpression": "Element",
        "compareToSourcePath": "str",
        "_compareToSourcePath": "Element",
        "contentType": "str",
        "_contentType": "Element",
        "expression": "str",
        "_expression": "Element",
        "headerField": "str",
        "_headerField": "Element",
        "minimumId": "str",
        "_minimumId": "Element",
        "navigationLinks": "bool",
        "_navigationLinks": "Element",
        "operator": "str",
        "_operator": "Element",
        "path": "str",
        "_path": "Element",
        "requestMethod": "str",
        "_requestMethod": "Element",
        "requestURL": "str",
        "_requestURL": "Element",
        "resource": "str",
        "_resource": "Element",
        "response": "str",
        "_response": "Element",
        "responseCode": "str",
        "_responseCode": "Element",
        "sourceId": "str",
        "_sourceId": "Element",
        "validateProfileId": "str",
        "_validateProfileId": "Element",
        "value": "str",
        "_value": "Element",
        "warningOnly": Required["bool"],
        "_warningOnly": "Element",
    },
    total=False,
)


TestScriptSetupActionOperation = TypedDict(
    "TestScriptSetupActionOperation",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "type": "Coding",
        "resource": "str",
        "_resource": "Element",
        "label": "str",
        "_label": "Element",
        "description": "str",
        "_description": "Element",
        "accept": "str",
        "_accept": "Element",
        "contentType": "str",
        "_contentType": "Element",
        "destination": "int",
        "_destination": "Element",
        "encodeRequestUrl": Required["bool"],
        "_encodeRequestUrl": "Element",
        "method": "str",
        "_method": "Element",
        "origin": "int",
        "_origin": "Element",
        "params": "str",
        "_params": "Element",
        "requestHeader": "list[TestScriptSetupActionOperationRequestHeader]",
        "requestId": "str",
        "_requestId": "Element",
        "responseId": "str",
        "_responseId": "Element",
        "sourceId": "str",
        "_sourceId": "Element",
        "targetId": "str",
        "_targetId": "Element",
        "url": "str",
        "_url": "Element",
    },
    total=False,
)


TestScriptSetupActionOperationRequestHeader = TypedDict(
    "TestScriptSetupActionOperationRequestHeader",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "field": Required["str"],
        "_field": "Element",
        "value": Required["str"],
        "_value": "Element",
    },
    total=False,
)


TestScriptTeardown = TypedDict(
    "TestScriptTeardown",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "action": Required["list[TestScriptTeardownAction]"],
    },
    total=False,
)


TestScriptTeardownAction = TypedDict(
    "TestScriptTeardownAction",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "operation": Required["TestScriptSetupActionOperation"],
    },
    total=False,
)


TestScriptTest = TypedDict(
    "TestScriptTest",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "name": "str",
        "_name": "Element",
        "description": "str",
        "_description": "Element",
        "action": Required["list[TestScriptTestAction]"],
    },
    total=False,
)


TestScriptTestAction = TypedDict(
    "TestScriptTestAction",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "operation": "TestScriptSetupActionOperation",
        "assert": "TestScriptSetupActionAssert",
    },
    total=False,
)


TestScriptVariable = TypedDict(
    "TestScriptVariable",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "name": Required["str"],
        "_name": "Element",
        "defaultValue": "str",
        "_defaultValue": "Element",
        "description": "str",
        "_description": "Element",
        "expression": "str",
        "_expression": "Element",
        "headerField": "str",
        "_headerField": "Element",
        "hint": "str",
        "_hint": "Element",
        "path": "str",
        "_path": "Element",
        "sourceId": "str",
        "_sourceId": "Element",
    },
    total=False,
)


Timing = TypedDict(
    "Timing",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "event": "list[str | None]",
        "_event": "list[Element | None]",
        "repeat": "TimingRepeat",
        "code": "CodeableConcept",
    },
    total=False,
)


TimingRepeat = TypedDict(
    "TimingRepeat",
    {
        "id": "str",
        "extension": "list[Extension]",
        "boundsDuration": "Duration",
        "boundsRange": "Range",
        "boundsPeriod": "Period",
        "count": "int",
        "_count": "Element",
        "countMax": "int",
        "_countMax": "Element",
        "duration": "Number",
        "_duration": "Element",
        "durationMax": "Number",
        "_durationMax": "Element",
        "durationUnit": "str",
        "_durationUnit": "Element",
        "frequency": "int",
        "_frequency": "Element",
        "frequencyMax": "int",
        "_frequencyMax": "Element",
        "period": "Number",
        "_period": "Element",
        "periodMax": "Number",
        "_periodMax": "Element",
        "periodUnit": "str",
        "_periodUnit": "Element",
        "dayOfWeek": "list[str | None]",
        "_dayOfWeek": "list[Element | None]",
        "timeOfDay": "list[str | None]",
        "_timeOfDay": "list[Element | None]",
        "when": "list[str | None]",
        "_when": "list[Element | None]",
        "offset": "int",
        "_offset": "Element",
    },
    total=False,
)


TriggerDefinition = TypedDict(
    "TriggerDefinition",
    {
        "id": "str",
        "extension": "list[Extension]",
        "type": Required["str"],
        "_type": "Element",
        "name": "str",
        "_name": "Element",
        "timingTiming": "Timing",
        "timingReference": "Reference",
        "timingDate": "str",
        "_timingDate": "Element",
        "timingDateTime": "str",
        "_timingDateTime": "Element",
        "data": "list[DataRequirement]",
        "condition": "Expression",
    },
    total=False,
)


UsageContext = TypedDict(
    "UsageContext",
    {
        "id": "str",
        "extension": "list[Extension]",
        "code": Required["Coding"],
        "valueCodeableConcept": "CodeableConcept",
        "valueQuantity": "Quantity",
        "valueRange": "Range",
        "valueReference": "Reference",
    },
    total=False,
)


ValueSet = TypedDict(
    "ValueSet",
    {
        "resourceType": Required[Literal["ValueSet"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "url": "str",
        "_url": "Element",
        "identifier": "list[Identifier]",
        "version": "str",
        "_version": "Element",
        "name": "str",
        "_name": "Element",
        "title": "str",
        "_title": "Element",
        "status": Required["str"],
        "_status": "Element",
        "experimental": "bool",
        "_experimental": "Element",
        "date": "str",
        "_date": "Element",
        "publisher": "str",
        "_publisher": "Element",
        "contact": "list[ContactDetail]",
        "description": "str",
        "_description": "Element",
        "useContext": "list[UsageContext]",
        "jurisdiction": "list[CodeableConcept]",
        "immutable": "bool",
        "_immutable": "Element",
        "purpose": "str",
        "_purpose": "Element",
        "copyright": "str",
        "_copyright": "Element",
        "compose": "ValueSetCompose",
        "expansion": "ValueSetExpansion",
    },
    total=False,
)


ValueSetCompose = TypedDict(
    "ValueSetCompose",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "lockedDate": "str",
        "_lockedDate": "Element",
        "inactive": "bool",
        "_inactive": "Element",
        "include": Required["list[ValueSetComposeInclude]"],
        "exclude": "list[ValueSetComposeInclude]",
    },
    total=False,
)


ValueSetComposeInclude = TypedDict(
    "ValueSetComposeInclude",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "system": "str",
        "_system": "Element",
        "version": "str",
        "_version": "Element",
        "concept": "list[ValueSetComposeIncludeConcept]",
        "filter": "list[ValueSetComposeIncludeFilter]",
        "valueSet": "list[str | None]",
        "_valueSet": "list[Element | None]",
    },
    total=False,
)


ValueSetComposeIncludeConcept = TypedDict(
    "ValueSetComposeIncludeConcept",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "code": Required["str"],
        "_code": "Element",
        "display": "str",
        "_display": "Element",
        "designation": "list[ValueSetComposeIncludeConceptDesignation]",
    },
    total=False,
)


ValueSetComposeIncludeConceptDesignation = TypedDict(
    "ValueSetComposeIncludeConceptDesignation",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "language": "str",
        "_language": "Element",
        "use": "Coding",
        "value": Required["str"],
        "_value": "Element",
    },
    total=False,
)


ValueSetComposeIncludeFilter = TypedDict(
    "ValueSetComposeIncludeFilter",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "property": Required["str"],
        "_property": "Element",
        "op": Required["str"],
        "_op": "Element",
        "value": Required["str"],
        "_value": "Element",
    },
    total=False,
)


ValueSetExpansion = TypedDict(
    "ValueSetExpansion",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "str",
        "_identifier": "Element",
        "timestamp": Required["str"],
        "_timestamp": "Element",
        "total": "int",
        "_total": "Element",
        "offset": "int",
        "_offset": "Element",
        "parameter": "list[ValueSetExpansionParameter]",
        "contains": "list[ValueSetExpansionContains]",
    },
    total=False,
)


ValueSetExpansionContains = TypedDict(
    "ValueSetExpansionContains",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "system": "str",
        "_system": "Element",
        "abstract": "bool",
        "_abstract": "Element",
        "inactive": "bool",
        "_inactive": "Element",
        "version": "str",
        "_version": "Element",
        "code": "str",
        "_code": "Element",
        "display": "str",
        "_display": "Element",
        "designation": "list[ValueSetComposeIncludeConceptDesignation]",
        "contains": "list[ValueSetExpansionContains]",
    },
    total=False,
)


ValueSetExpansionParameter = TypedDict(
    "ValueSetExpansionParameter",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "name": Required["str"],
        "_name": "Element",
        "valueString": "str",
        "_valueString": "Element",
        "valueBoolean": "bool",
        "_valueBoolean": "Element",
        "valueInteger": "int",
        "_valueInteger": "Element",
        "valueDecimal": "Number",
        "_valueDecimal": "Element",
        "valueUri": "str",
        "_valueUri": "Element",
        "valueCode": "str",
        "_valueCode": "Element",
        "valueDateTime": "str",
        "_valueDateTime": "Element",
    },
    total=False,
)


VerificationResult = TypedDict(
    "VerificationResult",
    {
        "resourceType": Required[Literal["VerificationResult"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "target": "list[Reference]",
        "targetLocation": "list[str | None]",
        "_targetLocation": "list[Element | None]",
        "need": "CodeableConcept",
        "status": Required["str"],
        "_status": "Element",
        "statusDate": "str",
        "_statusDate": "Element",
        "validationType": "CodeableConcept",
        "validationProcess": "list[CodeableConcept]",
        "frequency": "Timing",
        "lastPerformed": "str",
        "_lastPerformed": "Element",
        "nextScheduled": "str",
        "_nextScheduled": "Element",
        "failureAction": "CodeableConcept",
        "primarySource": "list[VerificationResultPrimarySource]",
        "attestation": "VerificationResultAttestation",
        "validator": "list[VerificationResultValidator]",
    },
    total=False,
)


VerificationResultAttestation = TypedDict(
    "VerificationResultAttestation",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "who": "Reference",
        "onBehalfOf": "Reference",
        "communicationMethod": "CodeableConcept",
        "date": "str",
        "_date": "Element",
        "sourceIdentityCertificate": "str",
        "_sourceIdentityCertificate": "Element",
        "proxyIdentityCertificate": "str",
        "_proxyIdentityCertificate": "Element",
        "proxySignature": "Signature",
        "sourceSignature": "Signature",
    },
    total=False,
)


VerificationResultPrimarySource = TypedDict(
    "VerificationResultPrimarySource",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "who": "Reference",
        "type": "list[CodeableConcept]",
        "communicationMethod": "list[CodeableConcept]",
        "validationStatus": "CodeableConcept",
        "validationDate": "str",
        "_validationDate": "Element",
        "canPushUpdates": "CodeableConcept",
        "pushTypeAvailable": "list[CodeableConcept]",
    },
    total=False,
)


VerificationResultValidator = TypedDict(
    "VerificationResultValidator",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "organization": Required["Reference"],
        "identityCertificate": "str",
        "_identityCertificate": "Element",
        "attestationSignature": "Signature",
    },
    total=False,
)


VisionPrescription = TypedDict(
    "VisionPrescription",
    {
        "resourceType": Required[Literal["VisionPrescription"]],
        "id": "str",
        "meta": "Meta",
        "implicitRules": "str",
        "_implicitRules": "Element",
        "language": "str",
        "_language": "Element",
        "text": "Narrative",
        "contained": "list[Resource]",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "identifier": "list[Identifier]",
        "status": Required["str"],
        "_status": "Element",
        "created": Required["str"],
        "_created": "Element",
        "patient": Required["Reference"],
        "encounter": "Reference",
        "dateWritten": Required["str"],
        "_dateWritten": "Element",
        "prescriber": Required["Reference"],
        "lensSpecification": Required["list[VisionPrescriptionLensSpecification]"],
    },
    total=False,
)


VisionPrescriptionLensSpecification = TypedDict(
    "VisionPrescriptionLensSpecification",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "product": Required["CodeableConcept"],
        "eye": Required["str"],
        "_eye": "Element",
        "sphere": "Number",
        "_sphere": "Element",
        "cylinder": "Number",
        "_cylinder": "Element",
        "axis": "int",
        "_axis": "Element",
        "prism": "list[VisionPrescriptionLensSpecificationPrism]",
        "add": "Number",
        "_add": "Element",
        "power": "Number",
        "_power": "Element",
        "backCurve": "Number",
        "_backCurve": "Element",
        "diameter": "Number",
        "_diameter": "Element",
        "duration": "Quantity",
        "color": "str",
        "_color": "Element",
        "brand": "str",
        "_brand": "Element",
        "note": "list[Annotation]",
    },
    total=False,
)


VisionPrescriptionLensSpecificationPrism = TypedDict(
    "VisionPrescriptionLensSpecificationPrism",
    {
        "id": "str",
        "extension": "list[Extension]",
        "modifierExtension": "list[Extension]",
        "amount": Required["Number"],
        "_amount": "Element",
        "base": Required["str"],
        "_base": "Element",
    },
    total=False,
)
