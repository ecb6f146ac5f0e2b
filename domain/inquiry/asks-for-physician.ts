const doctor = /\b(doctors?|dr|dra|physicians?|surgeon|md|doctora|medic[oa]|cirujan[oa])\b/;
const wish =
  /\b(speak|talk|call|see|hear|ask|ring|phone|contact|reach|hablar|llame|llamar|llama|ver|vea|verme|consultar|preguntar|marcar|marque|marca|atender|atienda|comunicar|comunique|contactar|contacte)\b/;
/** Said without a verb: who it must be. */
const nobodyElse =
  /\b(not (the|a) nurse|no (la|una) enfermera|(only|just|solo|solamente)( with| con)? (the|my|el|la|mi))\b/;

/** Whether a patient asks for the doctor in words, or ticked that they do. */
export function asksForPhysician(ticked: string, text: string): boolean {
  if (/^(1|true|yes|on|si|sí)$/i.test(ticked)) return true;
  const plain = text
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/\b(drs?|dra)\./g, '$1');
  return plain
    .split(/[.!?\n]+/)
    .some((sentence) => doctor.test(sentence) && (wish.test(sentence) || nobodyElse.test(sentence)));
}
