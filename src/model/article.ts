/** Said letter by letter though it has a vowel and could be read. */
const SPELLED = /^(mfa|faq|sso|seo|sla|nda|roi|rfi|mou|lfo)$/;

const SPELLED_VOWEL_SOUND = /^[aefhilmnorsx]/;

/** Written with a vowel and said without: `user`, `unit`, `url`, `one`, `euro`. */
const CONSONANT_SOUND =
  /^(eu|one\b|once\b|uuid|u(?!p\b)\w{0,2}\b|uni(?!n|mp|dent)|us[aeiu]|ut[aeio])/;

/** Written with a consonant and said without. */
const VOWEL_SOUND = /^(hour|heir|honest|honou?r)|^[aeiou]/;

/** `an` before what sounds like a vowel, else `a`; the words are in lower case. */
export function article(words: string): 'a' | 'an' {
  const [first = ''] = words.split(' ');
  const isSpelled = !/[aeiouy]/.test(first) || SPELLED.test(first);
  if (isSpelled) return SPELLED_VOWEL_SOUND.test(first) ? 'an' : 'a';
  return VOWEL_SOUND.test(words) && !CONSONANT_SOUND.test(words) ? 'an' : 'a';
}
