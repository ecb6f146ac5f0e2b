/** What is wrong in a file of the practice, where, and in words that say what to do. */
export interface Contradiction {
  readonly file:
    | 'practice.yaml'
    | 'education.yaml'
    | 'sources.yaml'
    | 'escalation.yaml'
    | 'recall.yaml'
    | 'revocation.yaml'
    | 'rota.yaml'
    | `red-flags/${string}.yaml`
    | `templates/${string}.yaml`;
  readonly path: readonly (string | number)[];
  readonly message: string;
}
