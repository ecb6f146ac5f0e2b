import { stripTypeScriptTypes } from 'node:module';

/** Jest transform: strip types exactly as `node` does, so tests run the code that runs elsewhere. */
export default { process: (source: string) => ({ code: stripTypeScriptTypes(source) }) };
