import fc from 'fast-check';

/*
 * The seed of all properties, so that a run that fails does so by what has changed and fails again when it is repeated.
 * PROPERTY_SEED is another one, a whole number; new counterexamples are looked for with those.
 */
const { PROPERTY_SEED: asked = '20190203' } = process.env;
if (!/^\d{1,9}$/.test(asked)) throw new Error(`PROPERTY_SEED is '${asked}'; expected a whole number`);
fc.configureGlobal({ seed: Number(asked) });
