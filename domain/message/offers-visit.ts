const offer =
  /\{\{-?\s*booking\b|\b(?:re)?book(?:ed|ing|ings|able)?\b|\bschedul\w*|\bappointments?\b|\breserv\w*|\bagend\w*|\bcitas?\b|\bcome in\b|\bconsultation\b|\bconsulta\b/i;

/** Whether words, or a template of them, offer a visit or a way to book one: nothing of that goes to who may be under 18 by itself (R36). */
export const offersVisit = (text: string): boolean => offer.test(text);
