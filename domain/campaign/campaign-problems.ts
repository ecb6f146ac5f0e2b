import { type RevealingWords, revealed } from '../message/revealing-words.ts';
import type { Templates } from '../message/templates.ts';
import { saysWhom } from './audience.ts';
import { type Nameable, unknownNames } from './audience-names.ts';
import type { CampaignContent } from './campaign.ts';

const isSpan = ({ from, until }: { readonly from: string; readonly until: string }): boolean => from <= until;

/** What words say of an offer to whoever may read them, and the templates there are. */
export interface Wording {
  readonly mails: Templates;
  readonly revealing: RevealingWords;
}

const reveals = /^names-/;

/** What is wrong with the words of an offer: they are to be there, to reveal nothing (R25), and the template has to say them. */
function offerProblems(
  { offer, template }: CampaignContent,
  { mails, revealing }: Wording,
): readonly string[] {
  if (!offer) return [];
  const { description } = offer;
  const says = mails[template]?.en.text ?? '{{ offer }}';
  return [
    ...(description
      ? []
      : [
          'its offer does not say what it gives: set offer.description, with en and es, such as "20% off your next visit"',
        ]),
    ...(['en', 'es'] as const)
      .filter((language) =>
        revealed(description?.[language] ?? '', revealing).some((finding) => reveals.test(finding)),
      )
      .map(
        (language) =>
          `offer.description.${language} names a treatment, a drug or a part of the body, and anybody may read it (R25)`,
      ),
    ...(says.includes('offer')
      ? []
      : [`the words of ${template} do not mention the offer: use {{ offer }} in them, or another template`]),
  ];
}

/** What the practice has that a campaign may name, and how many attempts one makes. */
export interface CampaignMeans extends Nameable {
  readonly wording: Wording;
  readonly attempts: number;
}

/** What is wrong with a content, in words that say what to do; empty where nothing is. */
export function problemsOf(content: CampaignContent, means: CampaignMeans): readonly string[] {
  const { wording, attempts } = means;
  const { audience, about = [], startOn, endOn, fundedBy, thirdPartyRemuneration, template, offer } = content;
  return [
    ...(saysWhom(audience) ? [] : ['say whom it is for: an audience needs something under all or any']),
    ...(startOn <= endOn ? [] : ['its last day is before its first']),
    ...(fundedBy === 'third-party' && !thirdPartyRemuneration
      ? ['a third party pays for it: set thirdPartyRemuneration to true (R23)']
      : []),
    ...(template in wording.mails ? [] : [`practice/templates/recall.yaml has no ${template}`]),
    ...(offer && !(isSpan(offer.bookBetween) && isSpan(offer.validBetween))
      ? ['a window of its offer ends before it begins']
      : []),
    ...unknownNames(audience, about, means),
    ...(offer && offer.fromAttempt > attempts
      ? [
          `its offer begins with attempt ${offer.fromAttempt}, and a campaign makes ${attempts}: set fromAttempt to ${attempts} at most, or add attempts to sequences.campaign in practice/recall.yaml`,
        ]
      : []),
    ...(offer && startOn < offer.bookBetween.from
      ? [
          `it begins on ${startOn}, and its offer may be booked from ${offer.bookBetween.from} on, so that whoever is told of it and books would be refused: set startOn to ${offer.bookBetween.from} or later, or offer.bookBetween.from to ${startOn}`,
        ]
      : []),
    ...(offer && offer.validBetween.until < offer.bookBetween.from
      ? ['its offer ends before anybody may book']
      : []),
    ...offerProblems(content, wording),
  ];
}
