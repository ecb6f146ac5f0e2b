export type Resource = { readonly resourceType: string; readonly id: string } & Readonly<
  Record<string, unknown>
>;

/** An id as FHIR allows it. */
export const fhirId = (id: string): string => id.replaceAll(/[^A-Za-z0-9\-.]/g, '-').slice(0, 64);
export const subjectOf = (id: string) => ({ reference: `Patient/${fhirId(id)}` });
