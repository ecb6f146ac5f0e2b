import { isExpired, type Offer } from './offer.ts';

/** What became of a campaign's codes, and who pays for them. */
export interface OfferReport {
  readonly fundedBy: Offer['fundedBy'];
  readonly issued: number;
  readonly open: number;
  readonly redeemed: number;
  readonly expired: number;
  readonly void: number;
}

/** Counts codes on a local day; `issued` is all of them. */
export function offerReport(
  offers: readonly Offer[],
  fundedBy: Offer['fundedBy'],
  today: string,
): OfferReport {
  const expired = offers.filter((offer) => isExpired(offer, today)).length;
  const of = (state: Offer['state']): number => offers.filter((offer) => offer.state === state).length;
  return {
    fundedBy,
    issued: offers.length,
    open: of('open') - expired,
    redeemed: of('redeemed'),
    expired,
    void: of('void'),
  };
}
