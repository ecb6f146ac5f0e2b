/** What each rule that raises a level is about, in a clinician's words (R53, R60, R64). */
const titles: Readonly<Record<string, string>> = {
  F1: 'change of vision',
  F2: 'signs of a stroke',
  F3: 'blocked vessel, dying skin',
  F4: 'severe allergic reaction',
  F5: 'spread of toxin',
  F6: 'infection',
  F7: 'fever',
  F8: 'clot in leg or lung',
  F9: 'toxicity of a local anaesthetic',
  F10: 'bleeding, haematoma',
  F11: 'burn, blister, laser eye injury',
  F12: 'self-harm, suicide, violence, body image',
  F13: 'speaks of an emergency',
  R55: 'words that the check cannot read: another language, or a picture or recording alone',
  R60: 'wrote again of symptoms, or on a case that is not closed',
  R64: 'within the window after a treatment',
  'like-examples': 'no rule matches, but like the examples of red flags: read the words',
  'check-failed': 'the check itself failed: read the words',
};

/** A rule by its id, with what it is about where that is known. */
export const flagText = (flag: string): string =>
  Object.hasOwn(titles, flag) ? `${flag}, ${titles[flag]}` : flag;
