import { isRedFlag } from '../escalation/choose-policy.ts';
import { isCommon } from '../message/language.ts';
import { type Assess, type Assessment, assessSafely } from './assess.ts';

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Common words of other languages, but for those that are words of the two as well. */
const others: readonly ReadonlySet<string>[] = [
  'nao voce estou meu minha meus isso muito uma sao entao depois obrigado obrigada preco fazer preenchimento tenho consigo olho nada das eu ola bom boa quanto ontem hoje enxergar doi dor labios boca rosto tambem posso ficou branco branca dormente inchado inchada',
  'je ne pas vous suis mon ma mes les des une est avec apres pour dans nous et bonjour merci depuis tres ai jai oeil ca cest peux respirer levre levres sont mal visage au aux sur qui que plus',
  'ich nicht kann mein meine meinem meiner und der das ist mit nach habe auf fur mir mich seit sehr guten danke bitte wie auge sehen mehr atmen ein eine es zu den dem schmerzen gesicht lippe',
  'non sono mio mia che ho della dopo piu questo grazie buongiorno ciao occhio vedo riesco per il gli una labbro viso respirare male molto sto',
  'toi khong bi cua mot la mat va co duoc the cho sau khi tho dau rat xin chao bac si',
  'mwen pa ka nan ki gen yo tanpri mesi apre doule anpil je respire we ou li pou sou bouch figi',
  'ako ang hindi ko mga sa po ng ay kaya ba pwede magkano makahinga makakita mata ko ako',
  'ik niet het een kan mijn heb van zien oog meer ademen goed dank hallo dit na pijn gezicht lip met',
  'nie sie moge jest mam moje dziekuje prosze dzien dobry oko widze oddychac boli po nic',
  'ben bir ve cok icin degil gozum nefes alamiyorum merhaba tesekkurler goremiyorum dudagim sonra agri benim',
].map(words);

/** Letters that neither English nor Spanish has. */
const foreignLetter =
  /[ăâãåæąćčçđďęěèêëğıïîłľńňôœøőõòřśšßşţťûůűùơưýźżžạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/u;
const otherScript = /(?!\p{Script=Latin})\p{L}/gu;
const syllabic = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/gu;
/** Names are shorter. */
const mostOfAName = { syllables: 4, words: 2 };

const mostOfALongName = 3;

const bare = (word: string): string => word.normalize('NFKD').replaceAll(/\p{M}/gu, '');

/** Whether a sentence in other letters is more than somebody's name. */
function isOtherScript(sentence: string): boolean {
  const foreign = sentence.match(otherScript)?.length ?? 0;
  if (foreign === 0) return false;
  if ((sentence.match(syllabic)?.length ?? 0) > mostOfAName.syllables) return true;
  const inWords = (sentence.match(/[\p{L}\p{M}]+/gu) ?? []).filter((word) => !/\p{Script=Latin}/u.test(word));
  return inWords.length > mostOfAName.words;
}

function isOtherLatin(text: string): boolean {
  const said = (text.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? []).map((word) => word.normalize('NFC'));
  if (said.length < 2) return false;
  const plain = said.map(bare);
  const known = plain.filter(isCommon).length;
  const foreign = Math.max(...others.map((other) => plain.filter((word) => other.has(word)).length));
  const lettered = said.filter((word) => foreignLetter.test(word)).length;
  if (foreign >= 2 && foreign > known && said.length > mostOfAName.words) return true;
  if (foreign > 0 && lettered > 0 && known === 0) return true;
  // Names are long too, and stand in lines of their own.
  return lettered >= 2 && said.length > mostOfALongName && !text.includes('\n') && lettered + foreign > known;
}

/** Whether a text, or a sentence of it, is in a language that the rules are not written in. Short ones may not be told. */
export function isOtherLanguage(text: string): boolean {
  const whole = text.trim();
  if (whole === '') return false;
  const letters = whole.match(/\p{L}/gu)?.length ?? 0;
  const foreign = whole.match(otherScript)?.length ?? 0;
  // All of it in other letters: a message is no name.
  if (letters >= 2 && foreign > letters / 2) return true;
  return [whole, ...whole.split(/[.!?。！？\n]+/)].some(
    (sentence) => isOtherScript(sentence) || isOtherLatin(sentence),
  );
}

const unread = 'R55';

/** The assessment as if everything could be read: of robots and suspected spam, another language and a bare picture are usual. */
export function asIfRead({ level, flags }: Assessment): Assessment {
  if (!flags.includes(unread)) return { level, flags };
  const others = flags.filter((flag) => flag !== unread);
  return { level: others.length > 0 ? 'S' : 'R', flags: others };
}

/**
 * The check of a patient's words where they may be in any language, or none at all (`wordless`: a picture or a recording alone): what the rules cannot
 * read is urgent, and a person looks (R55).
 */
export function assessUnread(text: string, wordless: boolean, assess: Assess): Assessment {
  const found = assessSafely(text, assess);
  if (isRedFlag(found.level) || !(wordless || isOtherLanguage(text))) return found;
  return { level: 'U', flags: [...found.flags, unread] };
}
