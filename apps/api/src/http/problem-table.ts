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
  'not-adopted': 404,
  'already-retired': 409,
  'steward-unknown': 422,
  'report-empty': 422,
  'report-unknown': 404,
  'already-reported': 409,
  'already-queried': 409,
  'query-unknown': 404,
  'assessor-not-independent': 409,
  'delivery-completed': 409,
  'cycle-not-open': 409,
  'already-opened': 409,
  'cycle-unknown': 404,
  'cycle-closed': 409,
  'cycle-running': 409,
  'cycle-days-out-of-order': 422,
  'already-launched': 409,
  'coalition-unknown': 404,
  'version-out-of-order': 409,
  'version-not-current': 409,
  'already-signed': 409,
  'signature-unknown': 404,
  'signature-withdrawn': 409,
  'already-established': 409,
  'working-group-unknown': 404,
  'co-chair-unregistered': 422,
  'seat-not-for-organisation': 409,
  'seat-taken': 409,
  'already-co-chair': 409,
  'appointment-unknown': 404,
  'term-before-the-act': 422,
  'term-ended': 409,
  'term-ends-before-start': 422,
  'person-unknown': 422,
  'person-erased': 409,
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
    'Only a commitment that stands (accepted or announced) is superseded, and only one that stood is reported on.',
    'Read its registration state; one that never stood is withdrawn, not superseded.',
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
    'The id is of no regional priority that is in force on that day: none was adopted under it by then, or it was retired.',
    'Give the id as the action plans number it, in lower case, and check the day.',
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
  'already-adopted': explain('Already adopted', 'معتمدة من قبل', 'The regional priority is adopted already.', 'Amend it instead.'),
  'not-adopted': explain(
    'No such regional priority',
    'أولوية إقليمية غير معروفة',
    'No regional priority is adopted under this id on the day of the command.',
    'Check the id and the day.',
  ),
  'already-retired': explain(
    'Already retired',
    'سُحبت من قبل',
    'The regional priority is retired on that day; nothing of it changes, and only what it owes to a cycle is reported.',
    'Read its history. If it was retired by mistake, have that corrected.',
  ),
  'steward-unknown': explain(
    'The steward is not registered',
    'الجهة المشرفة غير مسجَّلة',
    'No organisation is registered under the steward’s id on that day.',
    'Register the organisation first, or check the id.',
  ),
  'report-empty': explain(
    'The report says nothing',
    'التقرير خالٍ',
    'A report without a status, a figure or a word would count as one and tell nobody anything.',
    'Say how delivery stands, give a figure, or tell what was done. Where nothing can be said, decline with a reason.',
  ),
  'report-unknown': explain(
    'No such report',
    'تقرير غير معروف',
    'No report is recorded under this id on the day of the command.',
    'Check the id and the day.',
  ),
  'already-reported': explain('Already reported', 'قُدِّم التقرير من قبل', 'A report is there already.', 'Amend that report instead.'),
  'already-queried': explain('Already queried', 'طُرح الاستفسار من قبل', 'A query is recorded under this id.', 'Read the report’s queries.'),
  'query-unknown': explain('No such query', 'استفسار غير معروف', 'The report has no query under this id on that day.', 'Check the id.'),
  'assessor-not-independent': explain(
    'The assessor is not independent',
    'المقيِّم غير مستقل',
    'A report is assessed by a second person, never by who made it nor by anybody of the organisation that reports.',
    'Have somebody else assess it.',
  ),
  'delivery-completed': explain(
    'Delivery is completed',
    'اكتمل التنفيذ',
    'After completed no other status is reported.',
    'If it was said by mistake, have it corrected.',
  ),
  'cycle-not-open': explain(
    'The cycle takes no reports yet',
    'دورة الإبلاغ لم تُفتح بعد',
    'No reporting cycle of this id takes reports on that day.',
    'Check the id and the cycle’s opening day, or report without naming a cycle.',
  ),
  'already-opened': explain('Already open', 'مفتوحة من قبل', 'A reporting cycle is open under this id.', 'Extend it instead.'),
  'cycle-unknown': explain(
    'No such reporting cycle',
    'دورة إبلاغ غير معروفة',
    'No reporting cycle is open under this id on the day of the command.',
    'Check the id and the day.',
  ),
  'cycle-closed': explain(
    'The reporting cycle is closed',
    'دورة الإبلاغ مغلقة',
    'The cycle’s table is frozen; nothing recorded after counts in it.',
    'Report without naming a cycle; the report is shown, and in no cycle’s table.',
  ),
  'cycle-running': explain(
    'The reporting cycle is running',
    'دورة الإبلاغ جارية',
    'Reports are still awaited: the cycle is closed after its grace.',
    'Close it on a later day.',
  ),
  'cycle-days-out-of-order': explain(
    'The cycle’s days are out of order',
    'أيام الدورة غير مرتبة',
    'A cycle’s days follow each other: from, to, opens, due, grace; an extension only gives more time.',
    'Put them in that order.',
  ),
  'already-launched': explain(
    'Already launched',
    'أُطلق من قبل',
    'A coalition is launched under this id.',
    'Publish a version of its document instead.',
  ),
  'coalition-unknown': explain(
    'No such coalition',
    'ائتلاف غير معروف',
    'No coalition is launched under this id on the day of the command.',
    'Check the id and the day.',
  ),
  'version-out-of-order': explain(
    'The version is out of order',
    'ترتيب النسخة غير صحيح',
    'Versions of a document follow each other by day.',
    'Give the day of the latest version or a later one.',
  ),
  'version-not-current': explain(
    'Not the current version',
    'ليست النسخة الحالية',
    'What is signed on a day is the version that is current on that day.',
    'Read the current version, and sign that; or leave the version out.',
  ),
  'already-signed': explain(
    'Already signed',
    'موقَّع من قبل',
    'The organisation stands by this version, or a later one, on that day.',
    'Nothing needs to be done. A later version can be signed, or the signature withdrawn.',
  ),
  'signature-unknown': explain(
    'No standing signature',
    'لا يوجد توقيع قائم',
    'The organisation stands by no version of the document on that day.',
    'Check the organisation and the day.',
  ),
  'signature-withdrawn': explain(
    'The signature is withdrawn',
    'سُحب التوقيع',
    'The organisation has withdrawn its signature and stands by no version on that day.',
    'Nothing needs to be done. It may sign again.',
  ),
  'already-established': explain('Already established', 'أُنشئ من قبل', 'The focus area has a working group.', 'Nothing needs to be done.'),
  'working-group-unknown': explain(
    'No such working group',
    'فريق عمل غير معروف',
    'The focus area has no working group on that day.',
    'Establish it first.',
  ),
  'co-chair-unregistered': explain(
    'The organisation is not registered',
    'المنظمة غير مسجَّلة',
    'No organisation is registered under this id on the first day of the term.',
    'Register it first, or check the id.',
  ),
  'seat-not-for-organisation': explain(
    'Not its seat',
    'المقعد ليس لهذه المنظمة',
    'Membership seats are for Member States’ bodies and Sector Members; the others go by the organisation’s category. Academia sits as a Sector Member only.',
    'Choose the seat that is open to the organisation, or have its membership amended.',
  ),
  'seat-taken': explain(
    'The seat is taken',
    'المقعد مشغول',
    'A working group has one or two membership seats, one of the private sector, and one of civil society or international organisations, on each day.',
    'End the term that holds it, or let the new one begin later.',
  ),
  'already-co-chair': explain(
    'Already a co-chair',
    'رئيس مشارك من قبل',
    'The person is a co-chair of this group in a term that overlaps.',
    'End that term first, or choose another person.',
  ),
  'appointment-unknown': explain(
    'No such appointment',
    'تعيين غير معروف',
    'The working group has no such appointment on that day.',
    'Check the id and the day.',
  ),
  'term-before-the-act': explain(
    'The term’s day is before the act',
    'يوم الولاية يسبق القرار',
    'A term begins or ends on the day that it is recorded at, or later: else no question about an earlier day would find it.',
    'Give that day as effectiveAt too.',
  ),
  'term-ended': explain(
    'The term ends already',
    'الولاية منتهية',
    'The term ends on that day already; it is only ever ended earlier.',
    'Give an earlier day; a longer term is a new appointment.',
  ),
  'term-ends-before-start': explain(
    'The term ends before it starts',
    'تنتهي الولاية قبل أن تبدأ',
    'A term is given for a day at least, and none is ended before its first day.',
    'Give a later end. A seat that is not to be taken up is given back with the first day of its term.',
  ),
  'person-unknown': explain(
    'No such person',
    'شخص غير معروف',
    'No person is known under this id.',
    'Check the id, or leave it out: the person is then named anew.',
  ),
  'person-erased': explain(
    'The person is erased',
    'محيت بيانات الشخص',
    'The person’s key is destroyed, so that nothing can name them again.',
    'Leave the id out; who is named is then a new person to the ledger.',
  ),
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
    'Demonstration content is in no figure with the rest, and no act of a real body is invented: a commitment and the bodies that it names are all demonstration, or none is; likewise a regional priority and its steward, a working group and the bodies of its co-chairs, and a cycle and what is reported to it.',
    'Name what is of the same kind. A pledge that leaves provenance out has that of its lead.',
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
