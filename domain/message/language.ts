import type { Language } from '../inquiry/inquiry.ts';

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Common words of each language that the other has not, and those of symptoms, which stand alone when somebody is in need. */
const common: Readonly<Record<Language, ReadonlySet<string>>> = {
  en: words(
    'the and is are was were my i im ive you your to for of with have has had would like want need can cant could how much please hi hello hey thanks thank after it its about this that what when where who why we us our they he she his her on at in from but not yes does did been am will just get got any all so if or as by there here now today tomorrow yesterday still very more some out up one two appointment price cost office nurse call text book back good great time day week skin lips eye eyes throat breathe breathing chest pain hurts hurt blood bleeding fever see feel swollen help arm leg head stomach white blue purple numb',
  ),
  es: words(
    'el la los las de en que por para con una un mi mis estoy tengo quiero quisiera necesito hola gracias cita cuanto cuesta doctora se del hoy ayer puedo favor es y lo le les su sus si ya muy mas pero como cuando donde porque hay esta este esto eso ese fue ser estan tiene tienen puede quien cual dia dias semana hora buenas buenos tarde tardes noches manana despues desde hasta sin sobre hace hacer otra otro todo toda todos nos yo tu usted ella ellos al relleno labio labios cara piel ojo ojos precio garganta respirar respiro pecho dolor duele sangre sangrado fiebre veo ver siento hinchado hinchada ayuda urgente brazo pierna cabeza estomago blanco morado negro nada bien morir vivir borroso frio convulsiones doctor no',
  ),
};

const shared = words('no me a de doctor filler botox');

/** Words of English and Spanish: what a text of another language has few of. */
export const isCommon = (word: string): boolean =>
  common.en.has(word) || common.es.has(word) || shared.has(word);

/** The language of a text, of the two that the practice answers in; undefined when in doubt. */
export function languageSaid(text: string): Language | undefined {
  const small = text.toLowerCase();
  const plain = small.normalize('NFD').replaceAll(/\p{M}|['’]/gu, '');
  const said = plain.match(/\p{L}+/gu) ?? [];
  const count = (language: Language): number => said.filter((word) => common[language].has(word)).length;
  const marks = (small.normalize('NFC').match(/[¿¡ñáíóú]/g) ?? []).length;
  const [en, es] = [count('en'), count('es') + marks];
  if (en === es) return undefined;
  return es > en ? 'es' : 'en';
}

/** The same, English when in doubt. */
export const languageOf = (text: string): Language => languageSaid(text) ?? 'en';
