import middy from '@middy/core';
import { type LogFields, log } from './logger.ts';

/**
 * The chain of a function that a state machine calls: an error is logged by its name and ids, and thrown on, for the
 * machine's Retry and Catch to act.
 */
export function task<Input, Output>(
  work: (input: Input) => Promise<Output>,
  about: (input: Input) => LogFields,
) {
  return middy<Input, Output>()
    .onError((request) => {
      // An end that the machine waits for is no failure.
      if (request.error?.name === 'NothingLeft') log.info('Nothing is left to do.', about(request.event));
      else
        log.error('The task failed; the machine decides what follows.', about(request.event), request.error);
    })
    .handler((input: Input) => work(input));
}
