import type { Level } from './inquiry.ts';

/** One red flag of R53: any of its patterns, on text as `plainText` leaves it. */
export interface RedFlagRule {
  readonly id: string;
  readonly level: Level;
  readonly patterns: readonly RegExp[];
}

const rule = (id: string, level: Level, ...patterns: readonly string[]): RedFlagRule => ({
  id,
  level,
  patterns: patterns.map((pattern) => new RegExp(pattern, 'g')),
});

const near = '[^.!?\\n]{0,40}';
const skin =
  '(lips?|skin|nose|chin|cheeks?|face|forehead|spot|area|patch|labios?|piel|nariz|cara|mejillas?|barbilla|frente|zona)';
const pale =
  '(whit(e|ish)|pale|blanche?d?|blanching|gr[ae]y|purpl(e|ish)|blue|blotchy|lacy|marbl(ed|ing)|mottled|dusky|black|cold|blanc[oa]s?|palid[oa]|gris|morad[oa]s?|azul(ad[oa])?|fri[oa]|negr[oa])';

/** Seed phrases of R53 in English and Spanish: stems, body part and change, so that wordings nobody listed match too. */
export const redFlagRules: readonly RedFlagRule[] = [
  rule(
    'F1',
    'E0',
    '\\b(cant|cannot|can not|couldnt) see\\b',
    `\\b(blurr?(y|ed|ing)?|double|losing|lost|loss of|tunnel)\\b${near}\\b(vision|sight|eyesight|eyes?)\\b`,
    `\\b(vision|sight|eyesight|eyes?)\\b${near}\\b(blurr?(y|ed)?|double|gone|going|dark|black|blind|lost|worse)\\b`,
    '\\bblind( spot| in)?\\b',
    '\\bseeing double\\b',
    '\\bdark curtain\\b',
    `\\b(eye|eyes) (pain|hurts?|wont move)|\\bpain (in|behind) my eyes?\\b`,
    `\\b(eyelid|lid)\\b${near}\\bdroop`,
    '\\bno (puedo ver|veo)\\b',
    `\\b(veo|vision|vista)\\b${near}\\b(borros[oa]|doble|nublad[oa]|negro|perdida)\\b`,
    `\\bperd(i|iendo|er) (la|mi) (vista|vision)\\b`,
    `\\bduelen? (el|los|mi|mis) ojos?\\b`,
    `\\bse me cae el parpado\\b|\\bparpado caido\\b`,
  ),
  rule(
    'F2',
    'E0',
    `\\b(face|mouth)\\b${near}\\b(droop(ing|s|ed)?|numb)\\b`,
    `\\bslurr(ed|ing)\\b|\\b(cant|cannot) (talk|speak)\\b|\\bworst headache\\b`,
    `\\b(arm|leg)\\b${near}\\b(numb|weak|wont move)\\b|\\b(numb|weak)\\b${near}\\barms?\\b`,
    `\\bcara caida\\b|\\bno puedo hablar\\b|\\bno puede hablar\\b|\\bdebilidad (en|de) (un|el|la)\\b|\\bconfundid[oa]\\b`,
  ),
  rule(
    'F3',
    'E1',
    `\\b${skin}\\b${near}\\b${pale}\\b`,
    `\\b(turn(ed|ing)?|went|gone|going|looks?|became)\\b${near}\\b${pale}\\b`,
    `\\b(se (me )?puso|se ve|esta|tengo)\\b${near}\\b${pale}\\b`,
    '\\bpain\\b[^.!?\\n]{0,20}\\b(worse|worst|unbearable|severe)\\b',
    `\\bdolor (muy )?(fuerte|intenso|insoportable)\\b`,
    `\\b(blisters?|white pimples|scabs?|ampollas|costra)\\b`,
  ),
  rule(
    'F4',
    'E0',
    `\\b(throat|tongue)\\b${near}\\b(clos|swell|swollen|tight)`,
    '\\b(cant|cannot|can not|hard to|trouble|difficulty) breath(e|ing)?\\b',
    `\\b(hives|wheez|anaphyla)`,
    `\\b(lips?|face)\\b${near}\\b(swell|swollen)${near}\\b(fast|rapidly|suddenly|huge)\\b`,
    `\\b(faint(ed|ing)?|passed out|passing out)\\b`,
    `\\b(garganta|lengua)\\b${near}\\b(cierra|cerrando|hinchad[oa])\\b`,
    '\\bno puedo respirar\\b|\\bme cuesta respirar\\b|\\bfalta (de|el) aire\\b|\\bronchas\\b|\\bme desmay',
  ),
  rule(
    'F5',
    'E0',
    `\\b(trouble|hard to|cant|cannot|difficulty) swallow`,
    '\\bchok(e|ing)\\b',
    '\\b(dificultad|no puedo|cuesta)( para)? tragar\\b',
  ),
  rule(
    'F5',
    'E1',
    '\\bhoarse|cant hold my head|weak all over|bladder\\b',
    '\\bronquera\\b|\\bdebilidad en todo el cuerpo\\b',
  ),
  rule(
    'F6',
    'E1',
    `\\b(red|redness|rojo|rojez)\\b${near}\\b(spread|streak|extend|caliente|hot)`,
    `\\b(hot|caliente)\\b${near}\\b(red|spreading|roj[oa])\\b`,
    '\\bpus\\b|\\babscess|\\binfect|\\babsceso|\\binfeccion|\\bmal olor\\b|\\bbad smell\\b',
  ),
  rule('F6', 'U', `\\b(hard|hot|tender|painful) (painful )?lump|\\bbulto (duro|con dolor)`),
  rule(
    'F7',
    'U',
    '\\bfever|\\btemp(erature)? (of )?(10[0-5]|3[89])|\\bchills\\b|\\bfiebre\\b|\\bcalentura\\b|\\bescalofrios\\b',
  ),
  rule(
    'F8',
    'E0',
    `\\b(chest pain|pain in my chest|short of breath|cough(ing)? (up )?blood|heart racing|collapsed)\\b`,
    '\\bdolor (de|en el) pecho\\b|\\btoso sangre\\b',
  ),
  rule('F8', 'E1', `\\b(calf|pantorrilla)\\b${near}\\b(swollen|hurts?|pain|hinchad[oa]|duele)`),
  rule(
    'F9',
    'E0',
    '\\bears? (are )?ringing|ringing in my ears|\\bmetal(lic)? taste|\\btwitching|\\bseizure|\\bzumbido\\b|\\bsabor metalico|\\bconvulsi',
  ),
  rule(
    'F10',
    'E1',
    `\\b(wont|doesnt|not) stop bleeding|bleeding (wont|doesnt) stop|soaked\\b|\\bno para de sangrar\\b|\\bone side\\b${near}\\b(bigger|swollen)\\b|\\bun lado\\b${near}\\bhinchado`,
  ),
  rule('F11', 'U', '\\bburn(ed|t|s)?\\b|\\bpeeling off\\b|\\bquemad[oa]|\\bquemadura'),
  rule(
    'F12',
    'E0',
    '\\b(want to|wanna|going to|gonna) die\\b|\\bkill (myself|me)\\b|\\bend (it all|my life)\\b|\\bno reason to live\\b|\\bsuicid|\\bhurt myself\\b',
    '\\bquiero morir|\\bmatarme\\b|\\bquitarme la vida|\\bno quiero vivir',
  ),
  rule('F12', 'S', '\\bcant look in the mirror|\\bruined my (life|face)|\\bme arruin'),
  rule('F13', 'E1', '\\b911\\b|\\bambulance|\\bemergency\\b|\\boverdose|\\bemergencia\\b|\\bambulancia'),
  rule(
    'F13',
    'S',
    '\\bbruis|\\bswell|\\bswollen|\\bsore\\b|\\bpain|\\bhurts?\\b|\\bhinchad|\\bdolor\\b|\\bduele\\b|\\bmoret',
  ),
];
