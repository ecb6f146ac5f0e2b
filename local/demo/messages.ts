/** What invented patients ask; written as patients write, in both languages of the practice. */
export const questions: readonly string[] = [
  'Hi, how much is lip filler and do you have anything open on a Saturday?',
  'I had a consultation last spring and would like to go ahead with the laser package now.',
  'Do you offer a payment plan for a series of microneedling?',
  'Buenas tardes, quisiera una cita para una limpieza facial antes de la boda de mi hermana.',
  'My friend goes to you for her frown lines and loves it. What does a first visit look like?',
  'Is there parking behind the downtown office?',
  'I need to move my appointment on Thursday to the week after.',
  '¿Cuánto cuesta el relleno de labios? Es mi primera vez y estoy un poco nerviosa.',
  'Do you carry the vitamin C serum I bought in June? I am almost out.',
  'I would like to talk to the doctor herself about a thread lift, please.',
  'Can I work out the day after toxin?',
  'Looking for a consultation for acne scars. Evenings are best for me.',
  'Do you treat melasma? I am of Mexican descent and was told to be careful with lasers.',
  'Hola, me gustaría saber si tienen citas por la tarde en la clínica del oeste.',
  'I was quoted a price for cheek filler in March, is it still valid?',
  'How long before a wedding should I have filler done?',
  'What is the difference between the two peels on your site?',
  'My mother, 71, wants something for her hands. Is that something you do?',
  'Could you send me the aftercare sheet again? I lost it.',
  'Do you take new patients at the west office in December?',
];

/** How the staff answers. */
export const answers: readonly string[] = [
  'Thank you for writing. We have room this week; I will call you in a moment to find a time that suits you.',
  'Of course. Our next opening is Tuesday at 10:30, shall I hold it for you?',
  'Gracias por escribirnos. Le llamo enseguida para encontrar una hora que le convenga.',
  'Good question. The provider likes to see you first; the consultation takes half an hour and there is no obligation.',
  'Yes, we do. I have sent you the times we have left this month.',
];
