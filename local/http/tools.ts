/** One webhook as one of the practice's other tools got it. */
export interface ToolCall {
  readonly tool: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Stands in for the practice's other tools: keeps what they are told, and answers as it is asked to. */
export function createTools() {
  const calls: ToolCall[] = [];
  let status = 200;
  return {
    take: (call: ToolCall): number => {
      calls.push(call);
      return status;
    },
    answerWith: (next: number): void => {
      status = next;
    },
    all: (): readonly ToolCall[] => calls,
  };
}
export type Tools = ReturnType<typeof createTools>;
