import { describe, expect, test } from '@jest/globals';
import { importedOutcome, statusIn } from '../../../domain/patient/import-status.ts';

describe('the status of an appointment', () => {
  test.each([
    // Boulevard, Mangomint, Vagaro, Jane, Mindbody, Zenoti, Square, Open Dental as they word it.
    ['BOOKED', 'booked'],
    ['CONFIRMED', 'booked'],
    ['ARRIVED', 'booked'],
    ['ACTIVE', 'booked'],
    ['FINAL', 'fulfilled'],
    ['CANCELLED', 'cancelled'],
    ['Confirmed', 'booked'],
    ['Unconfirmed', 'booked'],
    ['In Service', 'booked'],
    ['Completed', 'fulfilled'],
    ['No-Show', 'noshow'],
    ['Accepted', 'booked'],
    ['Service Completed', 'fulfilled'],
    ['Checked Out', 'fulfilled'],
    ['Denied', undefined],
    ['Deleted', 'cancelled'],
    ['Late Cancel', 'cancelled'],
    ['Early Cancelled', 'cancelled'],
    ['no_show', 'noshow'],
    ['noshow', 'noshow'],
    ['Complete', 'fulfilled'],
    ['Scheduled', 'booked'],
    ['Broken', 'cancelled'],
    ['UnschedList', 'cancelled'],
    ['Planned', 'cancelled'],
    ['Cancelled - no refund', 'cancelled'],
    ['Cancelled By Customer', 'cancelled'],
    ['Completed, not paid', 'fulfilled'],
    ['Checked in', 'booked'],
    ['Missed', 'noshow'],
    ['Did not arrive', 'noshow'],
    // Negations of what they contain.
    ['Unscheduled', 'cancelled'],
    ['Not booked', 'cancelled'],
    ['Inactive', 'cancelled'],
    ['Not completed', 'booked'],
    ['Incomplete', 'booked'],
    ['Not attended', 'noshow'],
    ['Unpaid', 'booked'],
    ['Not yet completed', undefined],
    ['Not cancelled', undefined],
    ['To be completed', undefined],
    ['Unknown', undefined],
    ['Confirmed (deposit paid)', 'booked'],
  ])('%s: %s', (text, status) => {
    expect(statusIn(text)).toBe(status);
  });

  test('what is paid or closed has been, unless its day is still to come', () => {
    expect(statusIn('Paid')).toBe('fulfilled');
    expect(statusIn('Paid', true)).toBe('booked');
    expect(statusIn('Completed', true)).toBe('fulfilled');
  });
});

describe('what came of a consultation', () => {
  test.each([
    ['Did not book', 'open'],
    ['Not booked', 'open'],
    ['Not converted', 'open'],
    ['Did not proceed', 'open'],
    ['Not sold', 'open'],
    ['Not treated', 'open'],
    ['Wants to book later', 'open'],
    ['Thinking about it', 'open'],
    ['Undecided', 'open'],
    ['Not sure yet', 'open'],
    ['Not suited, follow up in a year', 'not-suitable'],
    ['Not a good candidate - follow up', 'not-suitable'],
    ['Not a candidate', 'not-suitable'],
    ['not suitable', 'not-suitable'],
    ['Contraindicated', 'not-suitable'],
    ['Ineligible', 'not-suitable'],
    ['Booked', 'went-ahead'],
    ['Went ahead', 'went-ahead'],
    ['Sold', 'went-ahead'],
    ['Not interested', 'declined'],
    ['No longer interested', 'declined'],
    ['Lost', 'declined'],
  ])('%s: %s', (text, outcome) => {
    expect(importedOutcome(text)).toBe(outcome);
  });

  test.each(['qux', 'Not happy', 'Unqualified'])('%s is refused', (text) => {
    expect(() => importedOutcome(text)).toThrow('the outcome of the consultation is none that is known');
  });
});
