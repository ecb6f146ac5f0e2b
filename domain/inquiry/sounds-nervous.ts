const frightened =
  /\b(scared|panick(ing|ed|y)|panic attack|freaking out|freaked out|terrified|(so|very|really|super|too) (anxious|nervous|worried)|im (anxious|nervous)|nervios[oa]s?|asustad[oa]s?|tengo (mucho )?miedo|me da (mucho )?(miedo|panico)|en panico|aterrad[oa]|ansios[oa])\b/;

const noted =
  /\b(nervous|anxious|frightened|afraid|distressed|tearful|crying|panic\p{L}*|miedo|llorando|angustiad[oa])\b/u;

const plain = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/\p{M}|['’]/gu, '');

/** Whether somebody's words say that they are frightened (R67): a named person calls the same day. It never lowers a level. */
export const soundsNervous = (text: string): boolean => frightened.test(plain(text));

/** The same of a note that staff write about somebody: there the bare word says it. */
export const notedNervous = (text: string): boolean => soundsNervous(text) || noted.test(plain(text));
