import type { FocusAreaId, Kind, LocalizedText } from '@mithaq/domain';

/** The same sentence in English and Arabic. */
export type Said = readonly [en: string, ar: string];

/** What a commitment can be about: the building blocks that its texts, targets and beneficiaries are composed of. */
export interface Theme {
  readonly key: string;
  /** Two ways to call it; the place follows. */
  readonly titles: readonly [Said, Said];
  readonly aim: Said;
  /** What is counted, in the plural, as it stands after "the number of"; and the unit of one. */
  readonly counted: Said;
  readonly unit: Said;
  /** The goal of a commitment of middling size, and how many people one unit reaches. */
  readonly goal: number;
  readonly reach: number;
  readonly groups: readonly string[];
  readonly sdgs: readonly number[];
}

export const themes: Readonly<Record<FocusAreaId, readonly Theme[]>> = {
  'connecting-people': [
    {
      key: 'schools',
      titles: [
        ['Schools online', 'توصيل المدارس بالإنترنت'],
        ['Broadband for every school', 'نطاق عريض لكل مدرسة'],
      ],
      aim: [
        'Every school gets a connection fast enough for a whole class, and a person who looks after it.',
        'تحصل كل مدرسة على توصيلة تكفي صفاً كاملاً وعلى شخص يتولى صيانتها.',
      ],
      counted: ['schools connected', 'المدارس الموصولة'],
      unit: ['schools', 'مدرسة'],
      goal: 900,
      reach: 320,
      groups: ['children', 'teachers'],
      sdgs: [4, 9],
    },
    {
      key: 'villages',
      titles: [
        ['Mobile coverage for remote villages', 'تغطية متنقلة للقرى النائية'],
        ['A signal where there is none', 'إشارة حيث لا تغطية'],
      ],
      aim: [
        'New sites run on solar power and are shared by all operators, so that villages without a signal get one at a price they can pay.',
        'تعمل المواقع الجديدة بالطاقة الشمسية ويتقاسمها جميع المشغلين، لتصل الخدمة إلى قرى بلا تغطية وبأسعار في المتناول.',
      ],
      counted: ['villages covered', 'القرى المشمولة بالتغطية'],
      unit: ['villages', 'قرية'],
      goal: 400,
      reach: 900,
      groups: ['rural-population'],
      sdgs: [9, 10],
    },
    {
      key: 'community-networks',
      titles: [
        ['Community networks', 'شبكات المجتمعات المحلية'],
        ['Networks owned by those who use them', 'شبكات يملكها مستعملوها'],
      ],
      aim: [
        'Villages build and run their own networks, with training, shared tools and a place in the spectrum rules.',
        'تبني القرى شبكاتها وتديرها بنفسها، مع تدريب وأدوات مشتركة ومكان لها في قواعد الطيف.',
      ],
      counted: ['community networks at work', 'الشبكات المجتمعية العاملة'],
      unit: ['networks', 'شبكة'],
      goal: 40,
      reach: 1_500,
      groups: ['rural-population', 'indigenous-peoples'],
      sdgs: [9, 11],
    },
    {
      key: 'disasters',
      titles: [
        ['Networks that hold in a disaster', 'شبكات تصمد في الكوارث'],
        ['A warning on every phone', 'إنذار على كل هاتف'],
      ],
      aim: [
        'Warnings reach every phone in the area at risk, and networks keep running when power and roads do not.',
        'تصل الإنذارات إلى كل هاتف في المنطقة المعرضة للخطر، وتظل الشبكات عاملة عند انقطاع الكهرباء والطرق.',
      ],
      counted: ['sites with backup power', 'المواقع المزودة بطاقة احتياطية'],
      unit: ['sites', 'موقع'],
      goal: 250,
      reach: 4_000,
      groups: ['people-in-disaster-areas'],
      sdgs: [11, 13],
    },
    {
      key: 'clinics',
      titles: [
        ['Health posts online', 'توصيل المراكز الصحية'],
        ['A line to every clinic', 'خط لكل عيادة'],
      ],
      aim: [
        'Clinics get a line for referrals, records and advice from afar.',
        'تحصل العيادات على خط للإحالات والسجلات والاستشارات عن بُعد.',
      ],
      counted: ['clinics connected', 'العيادات الموصولة'],
      unit: ['clinics', 'عيادة'],
      goal: 300,
      reach: 2_200,
      groups: ['rural-population', 'older-persons'],
      sdgs: [3, 9],
    },
  ],
  'empowering-communities': [
    {
      key: 'first-steps',
      titles: [
        ['First steps online', 'الخطوات الأولى على الإنترنت'],
        ['Digital skills for new users', 'مهارات رقمية للمستعملين الجدد'],
      ],
      aim: [
        'Trainers from the community teach safe everyday use, in local languages and without fees.',
        'يعلّم مدربون من المجتمع المحلي الاستعمال اليومي الآمن، باللغات المحلية ومن دون رسوم.',
      ],
      counted: ['people trained', 'الأشخاص الذين تلقوا التدريب'],
      unit: ['people', 'شخص'],
      goal: 45_000,
      reach: 1,
      groups: ['older-persons', 'youth'],
      sdgs: [4],
    },
    {
      key: 'small-firms',
      titles: [
        ['Small firms online', 'منشآت صغيرة على الإنترنت'],
        ['Shops that sell beyond their street', 'متاجر تبيع خارج حيّها'],
      ],
      aim: [
        'Small firms learn to sell, pay and keep their books online, with a mentor in the first year.',
        'تتعلم المنشآت الصغيرة البيع والدفع ومسك الدفاتر على الإنترنت، برفقة مرشد في السنة الأولى.',
      ],
      counted: ['firms trained', 'المنشآت التي تلقت التدريب'],
      unit: ['firms', 'منشأة'],
      goal: 3_000,
      reach: 4,
      groups: ['small-enterprises'],
      sdgs: [8, 9],
    },
    {
      key: 'accessibility',
      titles: [
        ['Services that everyone can use', 'خدمات يستطيع الجميع استعمالها'],
        ['Accessible by design', 'إمكانية النفاذ منذ التصميم'],
      ],
      aim: [
        'Persons with disabilities test public services before they are opened, and what fails them is repaired first.',
        'يختبر الأشخاص ذوو الإعاقة الخدمات العامة قبل إطلاقها، ويُصلح أولاً ما يتعثرون فيه.',
      ],
      counted: ['services tested', 'الخدمات المختبرة'],
      unit: ['services', 'خدمة'],
      goal: 120,
      reach: 3_500,
      groups: ['persons-with-disabilities', 'older-persons'],
      sdgs: [10],
    },
    {
      key: 'languages',
      titles: [
        ['Content in local languages', 'محتوى باللغات المحلية'],
        ['A web that speaks our languages', 'شبكة تتحدث لغاتنا'],
      ],
      aim: [
        'Writers, teachers and broadcasters publish lessons, news and public information in languages that the web hardly knows.',
        'ينشر كتّاب ومعلمون ومذيعون دروساً وأخباراً ومعلومات عامة بلغات يندر حضورها على الشبكة.',
      ],
      counted: ['works published', 'المواد المنشورة'],
      unit: ['works', 'مادة'],
      goal: 5_000,
      reach: 25,
      groups: ['indigenous-peoples', 'youth'],
      sdgs: [4, 11],
    },
    {
      key: 'devices',
      titles: [
        ['Devices that people can afford', 'أجهزة في متناول الناس'],
        ['A phone within reach', 'هاتف في المتناول'],
      ],
      aim: [
        'Repaired and low-cost devices are sold in small instalments, with a guarantee and help nearby.',
        'تُباع أجهزة مجدَّدة ومنخفضة الكلفة بأقساط صغيرة، مع ضمان ومساعدة قريبة.',
      ],
      counted: ['devices handed over', 'الأجهزة المسلَّمة'],
      unit: ['devices', 'جهاز'],
      goal: 20_000,
      reach: 3,
      groups: ['low-income-households'],
      sdgs: [1, 10],
    },
  ],
  'building-digital-ecosystems': [
    {
      key: 'hubs',
      titles: [
        ['Innovation hubs outside the capital', 'مراكز ابتكار خارج العاصمة'],
        ['A workshop for young founders', 'ورشة لرواد الأعمال الشباب'],
      ],
      aim: ['Hubs give founders a room, tools, advice and a first customer.', 'تمنح المراكز رواد الأعمال مكاناً وأدوات ومشورة وأول زبون.'],
      counted: ['ventures started', 'المشاريع الناشئة'],
      unit: ['ventures', 'مشروع'],
      goal: 220,
      reach: 12,
      groups: ['youth', 'entrepreneurs'],
      sdgs: [8, 9],
    },
    {
      key: 'public-services',
      titles: [
        ['Public services online', 'خدمات عامة على الإنترنت'],
        ['One door to public services', 'باب واحد إلى الخدمات العامة'],
      ],
      aim: [
        'Shared building blocks for identity, payment and records let an office open a service in weeks instead of years.',
        'تتيح لبنات مشتركة للهوية والدفع والسجلات لأي إدارة إطلاق خدمة في أسابيع لا في سنوات.',
      ],
      counted: ['services opened', 'الخدمات المتاحة'],
      unit: ['services', 'خدمة'],
      goal: 80,
      reach: 15_000,
      groups: ['citizens'],
      sdgs: [16],
    },
    {
      key: 'rules',
      titles: [
        ['Rules that make room for competition', 'قواعد تفسح المجال للمنافسة'],
        ['A regulator ready for new networks', 'هيئة تنظيم مهيأة للشبكات الجديدة'],
      ],
      aim: [
        'Licences become simpler, the use of spectrum is published, and decisions of the regulator can be appealed.',
        'تُبسَّط التراخيص ويُنشر استعمال الطيف وتصبح قرارات هيئة التنظيم قابلة للطعن.',
      ],
      counted: ['rules revised', 'القواعد المنقحة'],
      unit: ['rules', 'قاعدة'],
      goal: 16,
      reach: 40_000,
      groups: ['citizens'],
      sdgs: [9, 16],
    },
    {
      key: 'security',
      titles: [
        ['Safer networks', 'شبكات أكثر أماناً'],
        ['A team for the day of the attack', 'فريق ليوم الهجوم'],
      ],
      aim: [
        'A response team is trained and linked with its neighbours, and schools learn how to stay safe online.',
        'يُدرَّب فريق استجابة ويُربط بالفرق المجاورة، وتتعلم المدارس السلامة على الإنترنت.',
      ],
      counted: ['specialists trained', 'الاختصاصيين المدرَّبين'],
      unit: ['people', 'شخص'],
      goal: 400,
      reach: 600,
      groups: ['children', 'small-enterprises'],
      sdgs: [9, 16],
    },
    {
      key: 'open-data',
      titles: [
        ['Open data on connectivity', 'بيانات مفتوحة عن التوصيلية'],
        ['A map of who is connected', 'خريطة للموصولين وغير الموصولين'],
      ],
      aim: [
        'Coverage, prices and speeds are measured the same way everywhere and published for all to check.',
        'تُقاس التغطية والأسعار والسرعات بالطريقة نفسها في كل مكان، وتُنشر ليتحقق منها الجميع.',
      ],
      counted: ['districts mapped', 'المناطق المشمولة بالخرائط'],
      unit: ['districts', 'منطقة'],
      goal: 150,
      reach: 9_000,
      groups: ['researchers', 'citizens'],
      sdgs: [9, 17],
    },
  ],
  'incentivizing-investments': [
    {
      key: 'last-mile-fund',
      titles: [
        ['A fund for the last mile', 'صندوق للميل الأخير'],
        ['Paying for the hardest places', 'تمويل أصعب المناطق'],
      ],
      aim: [
        'Subsidies are auctioned for places where no operator would build, and paid once the service runs.',
        'تُطرح الإعانات في مزاد لمناطق لا يبني فيها أي مشغّل، وتُدفع عند تشغيل الخدمة.',
      ],
      counted: ['districts served', 'المناطق المخدومة'],
      unit: ['districts', 'منطقة'],
      goal: 60,
      reach: 14_000,
      groups: ['rural-population'],
      sdgs: [9, 10],
    },
    {
      key: 'shared-fibre',
      titles: [
        ['Blended finance for fibre', 'تمويل مختلط للألياف البصرية'],
        ['Capital for shared infrastructure', 'رأس مال لبنية تحتية مشتركة'],
      ],
      aim: [
        'Money that takes the first loss draws in lenders for fibre that all operators may use on equal terms.',
        'تجتذب أموال تتحمل الخسارة الأولى مقرضين لمد ألياف يستعملها جميع المشغلين بشروط متساوية.',
      ],
      counted: ['kilometres of fibre laid', 'كيلومترات الألياف الممدودة'],
      unit: ['kilometres', 'كيلومتر'],
      goal: 1_800,
      reach: 700,
      groups: ['rural-population', 'small-enterprises'],
      sdgs: [9, 17],
    },
    {
      key: 'clean-power',
      titles: [
        ['Clean power for networks', 'طاقة نظيفة للشبكات'],
        ['Less diesel, more signal', 'ديزل أقل وتغطية أكثر'],
      ],
      aim: [
        'Loans on easy terms bring solar power to remote sites, and what is saved on diesel pays for new ones.',
        'تتيح قروض ميسرة تشغيل المواقع النائية بالطاقة الشمسية، ويموّل الوفر في الديزل مواقع جديدة.',
      ],
      counted: ['sites converted', 'المواقع المحوَّلة'],
      unit: ['sites', 'موقع'],
      goal: 350,
      reach: 2_000,
      groups: ['remote-population'],
      sdgs: [7, 13],
    },
    {
      key: 'village-credit',
      titles: [
        ['Small loans for village operators', 'قروض صغيرة لمشغلي القرى'],
        ['Credit where banks do not go', 'ائتمان حيث لا تصل المصارف'],
      ],
      aim: [
        'Village operators borrow small sums against their first year of service and pay back from it.',
        'يقترض مشغلو القرى مبالغ صغيرة بضمان إيرادات سنتهم الأولى ويسددون منها.',
      ],
      counted: ['loans granted', 'القروض الممنوحة'],
      unit: ['loans', 'قرض'],
      goal: 500,
      reach: 250,
      groups: ['entrepreneurs', 'rural-population'],
      sdgs: [1, 8],
    },
    {
      key: 'project-pipeline',
      titles: [
        ['Clear terms for investors', 'شروط واضحة للمستثمرين'],
        ['Projects that a bank can read', 'مشاريع يستطيع المصرف قراءتها'],
      ],
      aim: [
        'Projects are prepared to the point where a lender can decide: demand, permits, prices and risks on one page.',
        'تُعَدّ المشاريع إلى حد يتيح للمقرض اتخاذ قراره: الطلب والتراخيص والأسعار والمخاطر في صفحة واحدة.',
      ],
      counted: ['projects prepared', 'المشاريع المُعَدّة'],
      unit: ['projects', 'مشروع'],
      goal: 30,
      reach: 20_000,
      groups: ['unconnected-population'],
      sdgs: [9, 17],
    },
  ],
};

/** How it is done, by kind. */
export const manners: Readonly<Record<Kind, readonly Said[]>> = {
  programmatic: [
    ['The work is done with local teams and reviewed in public every year.', 'ويُنفَّذ العمل مع فرق محلية ويُراجَع علناً كل سنة.'],
    ['It begins in a few places; what works there is carried to the rest.', 'ويبدأ العمل في مواقع قليلة، ثم يُعمَّم ما نجح فيها.'],
    ['The host communities take over the running at the end.', 'وتتولى المجتمعات المضيفة التشغيل في النهاية.'],
  ],
  advocacy: [
    [
      'We speak for it in regional forums and bring to one table those who can decide.',
      'وندافع عن ذلك في المحافل الإقليمية ونجمع أصحاب القرار حول طاولة واحدة.',
    ],
    ['A campaign collects what is missing, publishes it and asks for answers.', 'وتجمع حملة ما ينقص وتنشره وتطلب أجوبة عنه.'],
    ['Each year a short report says who has moved and who has not.', 'ويبيّن تقرير موجز كل سنة من تقدّم ومن لم يتقدم.'],
  ],
  policy: [
    [
      'The rules are drafted in public consultation and looked at again two years after they take effect.',
      'وتُصاغ القواعد بتشاور عام ويُعاد النظر فيها بعد سنتين من نفاذها.',
    ],
    [
      'A model text is offered to the authorities, with an estimate of what it costs and whom it helps.',
      'ويُقدَّم نص نموذجي إلى السلطات مع تقدير لكلفته والمستفيدين منه.',
    ],
    ['Guidelines are agreed with the ministries concerned and published.', 'ويُتفق على مبادئ توجيهية مع الوزارات المعنية وتُنشر.'],
  ],
  financial: [
    [
      'The money is paid in yearly parts, each after a review of the one before.',
      'ويُدفع المبلغ على أقساط سنوية، كل منها بعد مراجعة ما سبقه.',
    ],
    ['Payment follows results that a third party has checked.', 'ويُصرف التمويل مقابل نتائج يتحقق منها طرف ثالث.'],
    ['Half is paid at the start, the rest when the places are served.', 'ويُدفع النصف في البداية والباقي عند وصول الخدمة.'],
  ],
};

/** Why the secretariat sends a pledge back, by what it leaves out; and how it comes again. */
export const returns = {
  end: {
    reason: ['Please state the period: the pledge has a start and no end.', 'يُرجى بيان المدة: للتعهد تاريخ بدء وليس له تاريخ انتهاء.'],
    mended: ['The end is stated, as the secretariat asked.', 'أُضيف تاريخ الانتهاء بناءً على طلب الأمانة.'],
  },
  targets: {
    reason: ['Please give at least one target that can be counted.', 'يُرجى ذكر هدف واحد على الأقل يمكن قياسه.'],
    mended: ['A target is added that can be counted.', 'أُضيف هدف قابل للقياس.'],
  },
  description: {
    reason: ['The title alone does not say what will be done; please describe it.', 'لا يبيّن العنوان وحده ما سيُنفَّذ؛ يُرجى وصفه.'],
    mended: ['The description is added.', 'أُضيف الوصف.'],
  },
} as const satisfies Readonly<Record<string, { readonly reason: Said; readonly mended: Said }>>;
export type Withheld = keyof typeof returns;

export const amendments = {
  later: ['Preparations took longer than planned; the end moves by a year.', 'استغرقت التحضيرات وقتاً أطول من المقرر؛ فيُمدَّد الموعد سنة.'],
  more: ['The first year went better than planned; the goal is raised.', 'سارت السنة الأولى أفضل من المقرر؛ فرُفع الهدف.'],
  dearer: ['More money was found than planned.', 'توفّر تمويل أكثر مما كان مقرراً.'],
  joined: ['A partner joins.', 'انضم شريك جديد.'],
} as const satisfies Readonly<Record<string, Said>>;
export type Amendment = keyof typeof amendments;

export const withdrawals: readonly Said[] = [
  ['The budget of the coming years does not allow for it any more.', 'لم تعد ميزانية السنوات المقبلة تسمح به.'],
  ['Another body has taken up the same work in the same places.', 'تولت جهة أخرى العمل نفسه في الأماكن ذاتها.'],
  ['The partner who was to run it has stepped back.', 'انسحب الشريك الذي كان سيتولى تشغيله.'],
];

export const supersession: Said = [
  'Its aims are taken up in a wider commitment of the same body.',
  'أُدرجت أهدافه في تعهد أوسع للجهة نفسها.',
];

export const acceptances: readonly Said[] = [
  ['Complete and clear; accepted as it stands.', 'مكتمل وواضح؛ قُبل كما هو.'],
  ['Accepted. Please bring the baseline to the first report.', 'قُبل. ويُرجى إيراد خط الأساس في التقرير الأول.'],
];

/** What others say of a commitment; `figure` tells whether they name another sum. */
export const notes: readonly { readonly text: Said; readonly figure: 'greater' | 'none' }[] = [
  {
    text: [
      'The yearly report of the body gives another sum, which includes what was spent before the pledge.',
      'يذكر التقرير السنوي للجهة مبلغاً آخر يشمل ما أُنفق قبل التعهد.',
    ],
    figure: 'greater',
  },
  {
    text: [
      'A newspaper counts the places that are planned together with those that are at work.',
      'تحسب إحدى الصحف المواقع المقررة مع المواقع العاملة.',
    ],
    figure: 'none',
  },
  {
    text: [
      'At a forum the body told the same commitment again, without figures.',
      'عرضت الجهة التعهد نفسه مجدداً في أحد المنتديات من دون أرقام.',
    ],
    figure: 'none',
  },
];

/** Who joins as a partner and is not registered: invented as well. */
export const namedPartners: readonly Said[] = [
  ['Cooperative of the Blue Valley (demo)', 'تعاونية الوادي الأزرق (عرض توضيحي)'],
  ['Teachers of the Seven Hills (demo)', 'معلمو التلال السبعة (عرض توضيحي)'],
  ['Harbour City Council (demo)', 'مجلس مدينة الميناء (عرض توضيحي)'],
  ['Guild of Radio Amateurs (demo)', 'رابطة هواة الراديو (عرض توضيحي)'],
];

/** The occasions of announcement, of every kind that there is. */
export const occasions = [
  { kind: 'plenary', name: ['Connectivity Assembly, plenary (demo)', 'جمعية التوصيلية، الجلسة العامة (عرض توضيحي)'] },
  { kind: 'panel', name: ['Panel on meaningful access (demo)', 'حلقة نقاش بشأن النفاذ المجدي (عرض توضيحي)'] },
  { kind: 'roundtable', name: ['Roundtable of ministers (demo)', 'مائدة مستديرة للوزراء (عرض توضيحي)'] },
  { kind: 'discussion-group', name: ['Discussion group on skills (demo)', 'فريق مناقشة بشأن المهارات (عرض توضيحي)'] },
  { kind: 'ceremony', name: ['Ceremony of signatures (demo)', 'حفل التوقيع (عرض توضيحي)'] },
] as const;

/** A sentence in the languages of its commitment. */
export function say([en, ar]: Said, languages: 'en' | 'en, ar'): LocalizedText {
  return languages === 'en' ? { en } : { en, ar };
}

/** A sentence in both languages. */
export function both(said: Said): LocalizedText {
  return say(said, 'en, ar');
}

/** How progress is measured, as a sentence of the description. In Arabic the number stands apart from what is counted, so that it agrees with any number. */
export function measured({ counted }: Theme, goal: number, year: number): Said {
  return [
    `Progress is measured by the number of ${counted[0]}: ${grouped(goal, ',')} by the end of ${year}.`,
    `ويُقاس التقدم بعدد ${counted[1]}، والهدف ${grouped(goal, '\u00a0')} بحلول نهاية عام ${year}.`,
  ];
}

/** `12,000`; in ITU's Arabic texts with a space that does not break. */
function grouped(number: number, separator: string): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, separator);
}
