import { refusalCodes, type RefusalCode } from '@mithaq/domain';

/** Which status the domain's refusals have over HTTP. A code without one does not compile. */
export const statusOf: Record<RefusalCode, 404 | 409 | 422> = {
  'already-registered': 409,
  'organisation-unknown': 404,
  'already-pledged': 409,
  'commitment-unknown': 404,
  'commitment-closed': 409,
  'not-awaiting-acceptance': 409,
  'not-announceable': 409,
  'not-standing': 409,
  'successor-not-open': 409,
  'supersedes-itself': 422,
  'lead-unknown': 422,
  'lead-not-verified': 409,
  'partner-unknown': 422,
  'partner-is-lead': 422,
  'source-missing': 422,
  'country-unknown': 422,
  'country-group-unknown': 422,
  'regional-priority-unknown': 422,
  'amount-precision': 422,
  'amount-out-of-bounds': 422,
  'currency-unknown': 422,
  'usd-of-usd': 422,
  'shares-not-of-regions': 422,
  'shares-not-whole': 422,
  'primary-focus-area-repeated': 422,
  'period-ends-before-start': 422,
  'already-listed': 409,
  'not-listed': 404,
  'already-member': 409,
  'not-member': 409,
  'already-adopted': 409,
  'day-in-the-future': 422,
  'day-before-the-opening': 422,
  'demonstration-mixed': 422,
  'contradicts-the-record': 409,
  'data-invalid': 422,
};

/** The service's own problems. */
const statusOfHttp = {
  'request-malformed': 400,
  'json-malformed': 400,
  'header-malformed': 400,
  'cursor-invalid': 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  'not-yet': 404,
  'method-not-allowed': 405,
  'request-timeout': 408,
  'nothing-holds': 410,
  'revision-stale': 412,
  'body-too-large': 413,
  'address-too-long': 414,
  'media-type-unsupported': 415,
  'fields-invalid': 422,
  'moment-ahead': 422,
  'idempotency-key-reused': 422,
  'if-match-missing': 428,
  'too-many-requests': 429,
  'headers-too-large': 431,
  internal: 500,
  'too-many-writers': 503,
  'position-not-reached': 503,
  unavailable: 503,
} as const;

export type HttpProblemCode = keyof typeof statusOfHttp;
export type ProblemCode = RefusalCode | HttpProblemCode;

/** What the page of a problem says. */
export interface Explanation {
  readonly title: { readonly en: string; readonly ar: string };
  /** What it means. */
  readonly meaning: string;
  /** What to change. */
  readonly remedy: string;
}

const explain = (en: string, ar: string, meaning: string, remedy: string): Explanation => ({ title: { en, ar }, meaning, remedy });

/** Every problem that the service answers with, explained once: titles of answers, the pages under `/problems`, the documentation. */
export const explanations: Record<ProblemCode, Explanation> = {
  // the domain's refusals
  'already-registered': explain(
    'Already registered',
    'مسجَّلة من قبل',
    'An organisation is registered under this id.',
    'Amend it (PATCH) instead of registering it again.',
  ),
  'organisation-unknown': explain(
    'No such organisation',
    'منظمة غير معروفة',
    'No organisation is registered under this id on the day of the command.',
    'Check the id; register the organisation first.',
  ),
  'already-pledged': explain(
    'Already pledged',
    'تعهُّد مسجَّل من قبل',
    'A commitment is pledged under this id.',
    'Amend it (PATCH) instead of pledging it again.',
  ),
  'commitment-unknown': explain(
    'No such commitment',
    'التزام غير معروف',
    'No commitment is pledged under this id on the day of the command.',
    'Check the id.',
  ),
  'commitment-closed': explain(
    'The commitment is closed',
    'التزام مغلق',
    'The commitment is withdrawn or superseded on that day; nothing follows on it.',
    'Read its history. If the closing was a mistake, have it corrected.',
  ),
  'not-awaiting-acceptance': explain(
    'Not awaiting acceptance',
    'لا ينتظر القبول',
    'Only a pledged commitment is accepted or returned.',
    'Read its registration state; a returned one is amended first.',
  ),
  'not-announceable': explain(
    'Cannot be announced',
    'لا يمكن إعلانه',
    'Only an accepted commitment is announced, or a published one by its source.',
    'Have it accepted first.',
  ),
  'not-standing': explain(
    'Not standing',
    'التزام غير قائم',
    'Only a standing commitment (accepted or announced) is superseded.',
    'Withdraw it instead.',
  ),
  'successor-not-open': explain(
    'The successor is not open',
    'الالتزام البديل غير مفتوح',
    'The commitment that is to take its place is not there, or is withdrawn or superseded, on that day.',
    'Pledge the successor first, or name another.',
  ),
  'supersedes-itself': explain(
    'Supersedes itself',
    'لا يحل الالتزام محل نفسه',
    'A commitment was named as its own successor.',
    'Name another commitment.',
  ),
  'lead-unknown': explain(
    'The lead is unknown',
    'الجهة الرائدة غير معروفة',
    'The lead organisation is not registered on that day.',
    'Register it first, or date the command later.',
  ),
  'lead-not-verified': explain(
    'The lead is not verified',
    'الجهة الرائدة غير متحقَّق منها',
    'A commitment is accepted when its lead organisation is verified on that day.',
    'Have the secretariat verify the organisation first.',
  ),
  'partner-unknown': explain(
    'A partner is unknown',
    'شريك غير معروف',
    'A partner was given by an id under which no organisation is registered on that day.',
    'Register it, or give the partner by name.',
  ),
  'partner-is-lead': explain(
    'The lead is its own partner',
    'الجهة الرائدة شريكة لنفسها',
    'The lead organisation stands among the partners.',
    'Leave it out of the partners.',
  ),
  'source-missing': explain(
    'A source is missing',
    'المصدر مفقود',
    'What is recorded for another body, or taken from publications, names where it was read.',
    'Give the source: a title, and an address if there is one.',
  ),
  'country-unknown': explain(
    'No such country',
    'بلد غير معروف',
    'The code is of no country of the ledger.',
    'Give an ISO 3166-1 alpha-2 code in upper case.',
  ),
  'country-group-unknown': explain(
    'No such country group',
    'مجموعة بلدان غير معروفة',
    'The id is of no country group of the ledger.',
    'Give LDC, LLDC or SIDS.',
  ),
  'regional-priority-unknown': explain(
    'No such regional priority',
    'أولوية إقليمية غير معروفة',
    'The id is of no regional priority that is adopted on that day.',
    'Give the id as the action plans number it, in lower case.',
  ),
  'amount-precision': explain(
    'The amount is not exact',
    'مبلغ غير دقيق',
    'The amount is not decimal digits, or has more decimals than its currency.',
    'Write it like 155000000.00, with at most the decimals of the currency.',
  ),
  'amount-out-of-bounds': explain(
    'The amount is out of bounds',
    'مبلغ خارج الحدود',
    'The amount is over 10¹⁷ minor units of its currency.',
    'Check the number of zeros.',
  ),
  'currency-unknown': explain(
    'No such currency',
    'عملة غير معروفة',
    'The code is of no currency in use by ISO 4217.',
    'Give a three-letter code such as EUR.',
  ),
  'usd-of-usd': explain(
    'US dollars of US dollars',
    'مكافئ بالدولار لمبلغ بالدولار',
    'An amount in US dollars is its own equivalent.',
    'Leave the equivalent out.',
  ),
  'shares-not-of-regions': explain(
    'The shares are of other regions',
    'الحصص لا تطابق المناطق',
    'Shares are given for exactly the regions of implementation, those of its countries included.',
    'Give one share for each region, and for no other.',
  ),
  'shares-not-whole': explain(
    'The shares are not whole',
    'الحصص لا تكتمل',
    'Shares are per mille and add up to 1000.',
    'Make them add up to 1000.',
  ),
  'primary-focus-area-repeated': explain(
    'The primary focus area is repeated',
    'مجال التركيز الأساسي مكرر',
    'The primary focus area stands among the others.',
    'Leave it out of the others.',
  ),
  'period-ends-before-start': explain(
    'Ends before it starts',
    'ينتهي قبل أن يبدأ',
    'The end is before the start.',
    'Give an end on the day of the start or later.',
  ),
  'already-listed': explain('Already listed', 'مدرج من قبل', 'It is listed already.', 'Nothing needs to be done.'),
  'not-listed': explain('Not listed', 'غير مدرج', 'No such country or group is listed on that day.', 'Check the id and the day.'),
  'already-member': explain('Already a member', 'عضو من قبل', 'The country belongs to the group on that day.', 'Check the day.'),
  'not-member': explain('Not a member', 'ليس عضواً', 'The country does not belong to the group on that day.', 'Check the day.'),
  'already-adopted': explain('Already adopted', 'معتمدة من قبل', 'The regional priority is adopted already.', 'Nothing needs to be done.'),
  'day-in-the-future': explain(
    'A day in the future',
    'يوم في المستقبل',
    'Nothing is recorded ahead of its day.',
    'Give today or an earlier day (UTC), or leave effectiveAt out.',
  ),
  'day-before-the-opening': explain(
    'Before the record opens',
    'قبل افتتاح السجل',
    'Nothing can be true of a record before the day on which it opens.',
    'Give the day of its first event or a later one.',
  ),
  'demonstration-mixed': explain(
    'Demonstration and real bodies do not mix',
    'لا يُخلط العرض التوضيحي بالجهات الحقيقية',
    'Demonstration content is in no figure with the rest, and no act of a real body is invented: a commitment and the bodies that it names are all demonstration, or none is.',
    'Name bodies of the same kind, or leave provenance out: it is then that of the lead.',
  ),
  'contradicts-the-record': explain(
    'Contradicts what is recorded',
    'يتعارض مع ما هو مسجَّل',
    'Dated as it is, it would come before something that is recorded, which could then not have happened. "contradicts" names that event, "rule" the rule that it would break.',
    'Date it after that event, or have that event corrected first.',
  ),
  'data-invalid': explain(
    'Not in the form that is stored',
    'البيانات ليست بالصيغة المخزَّنة',
    'What would be recorded does not have the form of its event.',
    'See "errors", and the schema of the event under /schemas/events.',
  ),

  // the service's own
  'request-malformed': explain(
    'The request is malformed',
    'طلب غير سليم',
    'The request is not HTTP that the service can read.',
    'See "detail".',
  ),
  'json-malformed': explain(
    'Not JSON',
    'ليس بصيغة JSON',
    'The body is not JSON in UTF-8 (RFC 8259), or uses a key that is never taken, such as __proto__.',
    'Check the body with a JSON parser.',
  ),
  'header-malformed': explain(
    'A header is malformed',
    'ترويسة غير سليمة',
    'A header does not have the form that it must have.',
    'See "detail".',
  ),
  'cursor-invalid': explain(
    'The cursor is of another list',
    'مؤشر لقائمة أخرى',
    'A cursor was sent that is of another list, of other filters, or is none.',
    'Follow the "next" link of an answer as it is, or begin again without a cursor.',
  ),
  unauthenticated: explain(
    'Who are you?',
    'الهوية غير معروفة',
    'The request needs a bearer token that the service knows.',
    'Send "Authorization: Bearer …" with a token of this service.',
  ),
  forbidden: explain('Not yours to do', 'غير مسموح', 'The token may not do this.', 'See "detail" for who may.'),
  'not-found': explain('Not found', 'غير موجود', 'There is nothing at this address.', 'Check the address; /api/docs lists them all.'),
  'not-yet': explain(
    'Not there at that moment',
    'غير موجود في تلك اللحظة',
    'It has no event yet at the moment that was asked for.',
    'See "from" for when it begins, and ask for a later moment.',
  ),
  'method-not-allowed': explain(
    'No such method here',
    'طريقة غير متاحة',
    'The address is there, but not for this method.',
    'See the header Allow.',
  ),
  'request-timeout': explain(
    'The request took too long to come',
    'استغرق وصول الطلب وقتاً طويلاً',
    'The request did not come whole in the time that the service waits for one.',
    'Send it again, whole; with an Idempotency-Key a repeat is safe.',
  ),
  'nothing-holds': explain(
    'Nothing holds any more',
    'لم يعد شيء قائماً',
    'Every event of this record was voided by a correction.',
    'Read its history, which shows what was recorded and what corrected it.',
  ),
  'revision-stale': explain(
    'The revision is stale',
    'مراجعة قديمة',
    'The record does not stand at the revision in If-Match: somebody wrote in between.',
    'Read it again, see what changed, and send the request with the new ETag.',
  ),
  'body-too-large': explain('The body is too large', 'المحتوى كبير جداً', 'A body is at most 256 KiB.', 'Send less.'),
  'address-too-long': explain(
    'The address is too long',
    'العنوان طويل جداً',
    'A part of the address is longer than any id is.',
    'Check the id.',
  ),
  'media-type-unsupported': explain(
    'Not this media type',
    'نوع وسائط غير مدعوم',
    'Bodies are JSON.',
    'Send "Content-Type: application/json".',
  ),
  'fields-invalid': explain(
    'Fields that cannot be taken',
    'حقول غير مقبولة',
    'Fields or parameters are missing, unknown, or not of the form that they must have.',
    'Each of "errors" names a place and what is expected there.',
  ),
  'moment-ahead': explain(
    'A moment that has not come',
    'لحظة لم تأتِ بعد',
    'The position is after the end of the ledger, or the time after the clock.',
    'Ask for an earlier moment, or leave asOf out for now.',
  ),
  'idempotency-key-reused': explain(
    'The idempotency key is used',
    'مفتاح التكرار مستخدم',
    'The Idempotency-Key came before, with another body.',
    'A repeat sends the same body; another request takes a new key.',
  ),
  'if-match-missing': explain(
    'If-Match is missing',
    'الترويسة If-Match مفقودة',
    'An amendment says which revision it was made from, so that nobody overwrites what he has not seen.',
    'Send If-Match with the ETag of the record as you read it, like "r17".',
  ),
  'too-many-requests': explain(
    'Too many requests',
    'طلبات كثيرة جداً',
    'More requests came from this address than the service takes.',
    'Wait as Retry-After says.',
  ),
  'headers-too-large': explain(
    'The headers are too large',
    'الترويسات كبيرة جداً',
    'The headers are larger than the service takes.',
    'Send less.',
  ),
  internal: explain(
    'A fault of the service',
    'خلل في الخدمة',
    'Something went wrong that is no fault of the request. It is in the log under the id in "instance".',
    'Try again; if it stays, tell the operator the id. With an Idempotency-Key a repeat is safe.',
  ),
  'too-many-writers': explain(
    'Too many writers at once',
    'كتابات متزامنة كثيرة',
    'Others wrote to the same record at the same moment, several times in a row. Nothing was recorded.',
    'Send it again.',
  ),
  'position-not-reached': explain(
    'Not there yet',
    'لم يُبلَغ الموضع بعد',
    'The views have not reached the position that was waited for.',
    'Ask again as Retry-After says.',
  ),
  unavailable: explain(
    'Not available now',
    'غير متاح الآن',
    'The service is starting, catching up or stopping.',
    'Ask again as Retry-After says.',
  ),
};

export function statusOfProblem(code: ProblemCode): number {
  return code in statusOf ? statusOf[code as RefusalCode] : statusOfHttp[code as HttpProblemCode];
}

export function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(explanations, code);
}

/** The service's own problem for a status that a framework gives without one of our codes. */
export function codeOfStatus(status: number): HttpProblemCode {
  const found = Object.entries(statusOfHttp).find(([, of]) => of === status);
  if (found) return found[0] as HttpProblemCode;
  return status >= 500 ? 'internal' : 'request-malformed';
}

/** Codes in the order of the documentation: the service's own, then the domain's. */
export const problemCodes: readonly ProblemCode[] = [...(Object.keys(statusOfHttp) as HttpProblemCode[]), ...refusalCodes];
