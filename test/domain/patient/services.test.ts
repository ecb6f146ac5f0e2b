import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { plainWords } from '../../../domain/patient/service-words.ts';
import { productNamed, serviceNamed, servicesOf } from '../../../domain/patient/services.ts';
import { unknownTogether } from '../../../domain/patient/unknown-services.ts';
import type { TreatmentType } from '../../../domain/recall/recall-rules.ts';
import { lakeside } from '../../support/lakeside.ts';

const { treatments: types, products } = lakeside.treatments;
const known = (written: string) => servicesOf(written, types).known;

describe('one service', () => {
  test.each([
    ['Botox(R)/(TM)', 'botulinum-toxin'],
    ['DYSPORT®', 'botulinum-toxin'],
    ['Bótox', 'botulinum-toxin'],
    ['Botox - 3 areas', 'botulinum-toxin'],
    ['Botox 20 units', 'botulinum-toxin'],
    ['Botox, 20u', 'botulinum-toxin'],
    ['Botox $12/unit', 'botulinum-toxin'],
    ['BOTOX tx', 'botulinum-toxin'],
    ['Xeomin Treatment', 'botulinum-toxin'],
    ['Botox: forehead, glabella, crow’s feet', 'botulinum-toxin'],
    ['Lip Flip', 'botulinum-toxin'],
    ['Lip Filler (1 syringe)', 'filler-lips'],
    ['Filler – Lips', 'filler-lips'],
    ['Juvederm lip filler 0,5 ml', 'filler-lips'],
    ['Lips', 'filler-lips'],
    ['Dermal Filler: Juvederm Ultra Plus XC 1.0 mL', 'filler-face'],
    ['Botox New Client $10/unit', 'botulinum-toxin'],
    ['Cheek filler w/Voluma', 'filler-cheek-chin-jaw'],
    ['Juvéderm® Voluma™ XC', 'filler-cheek-chin-jaw'],
    ['Restylane-L', 'filler-face'],
    ['RHA 4', 'filler-face'],
    ['Radiesse (1.5cc)', 'calcium-hydroxylapatite'],
    ['Sculptra x2', 'poly-l-lactic-acid'],
    ['Hydrafacial Deluxe 60 min', 'facial'],
    ['Hydra Facial', 'facial'],
    ['Chemical Peels', 'light-peel'],
    ['TCA 35% Peel', 'medium-peel'],
    ['Micro-needling session 2 of 6', 'microneedling'],
    ['Microneedling w/ PRP', 'microneedling'],
    ['Laser Hair Removal: Full Legs x6', 'laser-hair-legs'],
    ['Relleno de labios', 'filler-lips'],
    ['Dissolve lip filler', 'hyaluronidase'],
  ])('%s is %s', (written, id) => {
    expect(servicesOf(written, types)).toEqual({ known: [id], unknown: [] });
    expect(serviceNamed(written, types)?.id).toBe(id);
  });

  test.each([
    'consultation for botox',
    'Botox Consult',
    'no botox',
    'Botox declined',
    'Botox: none',
    'Botox touch-up',
    'Botox touch up, 10 units',
    'Botox review',
    'Botox F/U',
    '2 week Botox check',
    'Consulta de botox',
    'Retoque de bótox',
    'Botox deposit',
    'New patient consultation',
  ])('%s is no treatment, and nothing that a catalogue lacks', (written) => {
    expect(servicesOf(written, types)).toEqual({ known: [], unknown: [] });
    expect(serviceNamed(written, types)).toBeUndefined();
  });

  test.each([
    ['Botox consultation & treatment', 'botulinum-toxin'],
    ['Botox (includes 2 week review)', 'botulinum-toxin'],
    ['Lip filler (no charge)', 'filler-lips'],
    ['Lip filler without lidocaine', 'filler-lips'],
    ['Botox, no numbing', 'botulinum-toxin'],
  ])('%s was done all the same', (written, id) => {
    expect(known(written)).toEqual([id]);
  });

  test.each([
    'Chemical sunbath',
    'Detox wrap',
    'Lip wax',
    'Lip embroidery',
    'Facial waxing',
    'Botox training class',
    'Botox facial',
    'Botox or filler',
    'Botox not injected',
    'Botox - paid, not done',
    'Botox/Filler',
    'Consultation/Botox',
  ])('%s is not known, and told as it is written', (written) => {
    expect(servicesOf(written, types)).toEqual({ known: [], unknown: [written] });
  });

  test('what a talk was about is what it names', () => {
    expect(serviceNamed('Botox consultation', types, 'talk')?.id).toBe('botulinum-toxin');
    expect(serviceNamed('no botox', types, 'talk')).toBeUndefined();
  });

  test('a touch-up that the catalogue names is one', () => {
    const type = types.find(({ id }) => id === 'botulinum-toxin') as TreatmentType;
    const touchUp = { ...type, id: 'toxin-touch-up', names: ['Botox touch-up'] };
    expect(servicesOf('Botox Touch Up - left brow', [type, touchUp]).known).toEqual(['toxin-touch-up']);
  });

  test('a name of two treatments is neither', () => {
    const [one, two] = types as [TreatmentType, TreatmentType];
    const both = [
      { ...one, names: ['Glow'] },
      { ...two, names: ['GLOW®'] },
    ];
    expect(servicesOf('glow', both)).toEqual({ known: [], unknown: ['glow'] });
  });
});

describe('a list', () => {
  test.each([
    ['Botox, peel', ['botulinum-toxin', 'light-peel']],
    ['Botox + Filler', ['botulinum-toxin', 'filler-face']],
    ['Botox & lip filler', ['botulinum-toxin', 'filler-lips']],
    ['Botox and Dysport', ['botulinum-toxin']],
    ['Botox plus lip filler', ['botulinum-toxin', 'filler-lips']],
    ['Botox, peel, treatment', ['botulinum-toxin', 'light-peel']],
    ['n/a', []],
    ['Botox / Dysport', ['botulinum-toxin']],
    ['Peel y botox', ['light-peel', 'botulinum-toxin']],
    ['Consultation, Botox', ['botulinum-toxin']],
    ['Laser Hair Removal - Bikini, Underarms', ['laser-hair-bikini', 'laser-hair-underarms']],
    ['Chin & jawline filler', ['filler-cheek-chin-jaw']],
  ])('%s is %j', (written, ids) => {
    expect(servicesOf(written, types)).toEqual({ known: ids, unknown: [] });
  });

  test('tells what of it is not known', () => {
    expect(servicesOf('Botox 20 units, Chemical sunbath (30 min)', types)).toEqual({
      known: ['botulinum-toxin'],
      unknown: ['Chemical sunbath'],
    });
  });
});

test('every name of the catalogue is its own treatment, however it is written', () => {
  const names = types.flatMap(({ id, names: own }) => own.map((name) => ({ id, name })));
  fc.assert(
    fc.property(
      fc.constantFrom(...names),
      fc.constantFrom('', '®', ' (TM)'),
      fc.constantFrom('', ' 2 ml', ' - 3 areas', ' x3', ' treatment', ' (60 min)'),
      fc.boolean(),
      ({ id, name }, mark, amount, isLoud) => {
        const written = `${isLoud ? name.toUpperCase() : name}${mark}${amount}`;
        expect({ written, known: known(written) }).toEqual({ written, known: [id] });
      },
    ),
  );
});

test('nothing that is written keeps anybody waiting', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 4000 }), (written) => {
      const { known: ids, unknown } = servicesOf(written, types);
      expect(ids.length + unknown.length).toBeLessThanOrEqual(21);
    }),
  );
  for (const filling of ['1', ' ', '1 ', '/', 'consultation ', 'no ', '(r)', 's'])
    expect(known(`Botox ${filling.repeat(4000)}`).length).toBeLessThan(2);
});

test('a product is known by its whole name: one of another size is another one', () => {
  expect(productNamed('Vitamin-C Sérum', products)?.id).toBe('serum-30ml');
  expect(productNamed('vitamin C serum 15 ml', products)).toBeUndefined();
  expect(productNamed('!', products)).toBeUndefined();
});

test('unknown services are counted together where only case, marks or amounts differ', () => {
  const counts = ['Sunbath', 'SUNBATH® 30 min', 'Wrap', 'sunbaths'].map((name) => ({ name, rows: 2 }));
  expect(unknownTogether(counts)).toEqual([
    { name: 'Sunbath', rows: 6 },
    { name: 'Wrap', rows: 2 },
  ]);
  const many = Array.from({ length: 50 }, (_, at) => ({
    name: `service ${'abcdefghij'[at % 10]}${at}`,
    rows: at,
  }));
  expect(unknownTogether(many)).toHaveLength(20);
  expect(unknownTogether(many)[0]?.rows).toBe(49);
});

test('words are compared without case, accents, apostrophes and the s of a plural', () => {
  expect(plainWords('Crow’s Feet & PEELS – Sesión, patches')).toEqual(
    plainWords('crows feet and peel sesion patch'),
  );
});
