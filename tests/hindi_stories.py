"""Hindi news written for tests: stories, copies of them as other desks make them, and templates.

All come from a ``random.Random``. Two calls of a template give two articles that a reader would
never call copies, although most of their words are the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random


def listed(text: str) -> list[str]:
    """Return the words of *text*; where bars part it, what is between them."""
    return text.split("|" if "|" in text else None)


CITIES = listed(
    "लखनऊ कानपुर वाराणसी पटना रांची भोपाल इंदौर जयपुर जोधपुर देहरादून मेरठ आगरा गोरखपुर नागपुर "
    "रायपुर शिमला चंडीगढ़ अमृतसर ग्वालियर प्रयागराज"
)
STATES = listed("बिहार झारखंड राजस्थान हरियाणा छत्तीसगढ़ उत्तराखंड गुजरात ओडिशा पंजाब महाराष्ट्र")
DAYS = listed("सोमवार मंगलवार बुधवार गुरुवार शुक्रवार शनिवार रविवार")
MONTHS = listed("जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर")
PEOPLE = listed(
    "राकेश तिवारी|सुनीता वर्मा|मोहम्मद आरिफ|अनिल मीणा|कविता चौहान|दिनेश पासवान|रमेश पटेल|सीमा यादव|"
    "विजय सोरेन|हरप्रीत कौर|नवीन जोशी|पूनम गुप्ता|अशोक साहू|गीता देवी|मनोज ठाकुर|शकील अंसारी"
)
PARTIES = listed("भाजपा|कांग्रेस|सपा|बसपा|राजद|जदयू|आम आदमी पार्टी|लोजपा")
TEAMS = listed("भारत|ऑस्ट्रेलिया|इंग्लैंड|न्यूजीलैंड|पाकिस्तान|दक्षिण अफ्रीका|श्रीलंका|बांग्लादेश|वेस्टइंडीज")
SHARES = listed(
    "टाटा स्टील|इन्फोसिस|रिलायंस|एचडीएफसी बैंक|भारती एयरटेल|मारुति|सन फार्मा|विप्रो|आईटीसी|एनटीपीसी"
)
SIGNS = listed("मेष वृषभ मिथुन कर्क सिंह कन्या तुला वृश्चिक धनु मकर कुंभ मीन")
COLOURS = listed("लाल पीला हरा नीला सफेद नारंगी गुलाबी भूरा")
FORTUNES = listed(
    "नौकरी में नई जिम्मेदारी मिल सकती है|कारोबार में धन लाभ के संकेत हैं|परिवार के "
    "साथ समय अच्छा बीतेगा|"
    "सेहत को लेकर लापरवाही न बरतें|पुराना विवाद सुलझ सकता है|किसी मित्र से शुभ समाचार मिलेगा|"
    "निवेश से पहले सलाह जरूर लें|संतान की ओर से खुशी मिलेगी|यात्रा टालना बेहतर रहेगा|"
    "वाणी में मधुरता बनाए रखें|उधार देने से बचें|जीवनसाथी का पूरा सहयोग रहेगा|"
    "छात्रों को मेहनत का फल मिलेगा|दिन की शुरुआत आलस से भरी रहेगी|मान सम्मान में वृद्धि होगी"
)


def date(random: Random) -> str:
    return f"{random.randint(1, 28)} {random.choice(MONTHS)} {random.randint(2022, 2026)}"


def rupees(random: Random, low: int, high: int) -> str:
    return f"{random.randint(low, high):,}"


def horoscope(random: Random) -> str:
    signs = "\n\n".join(
        f"{sign} राशि: {'। '.join(random.sample(FORTUNES, 3))}। शुभ रंग: {random.choice(COLOURS)}। "
        f"शुभ अंक: {random.randint(1, 9)}।"
        for sign in SIGNS
    )
    return (
        f"आज का राशिफल {date(random)}: ज्योतिष गणना के अनुसार आज का दिन सभी बारह "
        "राशियों के लिए कैसा "
        f"रहेगा, यहां पढ़ें पूरा राशिफल।\n\n{signs}\n\nयह जानकारी ज्योतिष मान्यताओं पर "
        "आधारित है और "
        "इसकी पुष्टि हम नहीं करते। किसी भी निर्णय से पहले संबंधित विशेषज्ञ से परामर्श जरूर करें।"
    )


def one_sign(random: Random) -> str:
    return (
        f"कन्या राशि वालों के लिए {random.choice(DAYS)} का दिन मिला जुला रहने वाला है। "
        f"{'। '.join(random.sample(FORTUNES, 6))}। शुभ रंग {random.choice(COLOURS)} और शुभ अंक "
        f"{random.randint(1, 9)} है। उपाय: "
        f"{random.choice(('शिव', 'गणेश', 'हनुमान', 'लक्ष्मी'))} जी की "
        "पूजा करें और जरूरतमंद को भोजन कराएं।"
    )


def gold_price(random: Random) -> str:
    city, day = random.choice(CITIES), random.choice(DAYS)
    new, old = rupees(random, 60000, 99999), rupees(random, 60000, 99999)
    return (
        f"{city} के सर्राफा बाजार में {day} को सोने और चांदी के दाम में बदलाव देखा गया। "
        f"{city} में आज "
        f"24 कैरेट सोने का भाव {new} रुपये प्रति 10 ग्राम रहा, जबकि एक दिन पहले यह "
        f"{old} रुपये प्रति 10 "
        f"ग्राम था। वहीं 22 कैरेट सोना {rupees(random, 55000, 90000)} रुपये प्रति 10 "
        "ग्राम बिका। चांदी "
        f"की कीमत {rupees(random, 70000, 130000)} रुपये प्रति किलोग्राम दर्ज की गई।\n\n"
        "सोने की शुद्धता पहचानने के लिए हॉलमार्क देखा जाता है। 24 कैरेट सोने पर 999 और "
        "22 कैरेट सोने पर "
        "916 लिखा होता है। ज्यादातर गहने 22 कैरेट सोने से बनाए जाते हैं क्योंकि शुद्ध "
        "सोना बहुत नरम "
        "होता है और उससे गहने नहीं बन सकते। खरीदारी करते समय पक्का बिल जरूर लें और "
        "हॉलमार्क वाला सोना "
        "ही खरीदें। ऊपर दिए गए भाव में जीएसटी और बनवाई का खर्च शामिल नहीं है, इसलिए "
        "दुकान पर कीमत अलग हो "
        "सकती है।"
    )


def fuel_price(random: Random) -> str:
    prices = "\n\n".join(
        f"{city} में पेट्रोल {random.randint(9400, 11200) / 100} रुपये और डीजल "
        f"{random.randint(8700, 9900) / 100} रुपये प्रति लीटर है।"
        for city in ("दिल्ली", "मुंबई", "कोलकाता", "चेन्नई")
    )
    return (
        f"सरकारी तेल कंपनियों ने {random.choice(DAYS)} सुबह पेट्रोल और डीजल के नए दाम "
        "जारी कर दिए हैं। "
        f"कच्चे तेल का भाव {random.randint(6500, 9800) / 100} डॉलर प्रति बैरल पर "
        f"है।\n\n{prices}\n\n"
        "हर दिन सुबह छह बजे पेट्रोल और डीजल के दाम में बदलाव होता है। उत्पाद शुल्क, "
        "डीलर कमीशन और वैट "
        "जोड़ने के बाद इसका दाम लगभग दोगुना हो जाता है। आप अपने शहर का भाव मोबाइल "
        "संदेश से भी जान सकते हैं।"
    )


def weather(random: Random) -> str:
    city, day = random.choice(CITIES), random.choice(DAYS)
    return (
        f"{city} में {day} सुबह न्यूनतम तापमान {random.randint(40, 290) / 10} डिग्री "
        "सेल्सियस दर्ज किया "
        f"गया, जो सामान्य से {random.choice(('एक', 'दो', 'तीन', 'चार'))} डिग्री "
        f"{random.choice(('अधिक', 'कम'))} है। मौसम विभाग के अधिकारियों ने यह जानकारी "
        "दी। विभाग के मुताबिक "
        f"सुबह साढ़े आठ बजे हवा में नमी का स्तर {random.randint(30, 99)} प्रतिशत रहा। "
        f"{city} में अधिकतम "
        f"तापमान {random.randint(18, 45)} डिग्री सेल्सियस के आसपास रहने का अनुमान है। "
        "वायु गुणवत्ता "
        f"सूचकांक {random.randint(60, 450)} दर्ज किया गया। शून्य से 50 के बीच वायु "
        "गुणवत्ता सूचकांक अच्छा, "
        "51 से 100 के बीच संतोषजनक, 101 से 200 के बीच मध्यम, 201 से 300 के बीच खराब, "
        "301 से 400 के बीच "
        "बेहद खराब और 401 से 500 के बीच गंभीर माना जाता है।"
    )


def election_seat(random: Random) -> str:
    seat, (winner, loser) = random.choice(CITIES), random.sample(PEOPLE, 2)
    party, other = random.sample(PARTIES, 2)
    votes, margin = random.randint(50000, 120000), random.randint(90, 30000)
    return (
        f"{seat} विधानसभा सीट का नतीजा आ गया है। {seat} सीट पर {party} के उम्मीदवार "
        f"{winner} ने {other} के "
        f"{loser} को {margin} वोटों के अंतर से हराया। चुनाव आयोग के आंकड़ों के मुताबिक {winner} को "
        f"{votes} वोट मिले, जबकि {loser} को {votes - margin} वोट मिले। नोटा पर "
        f"{random.randint(500, 5000)} "
        "वोट पड़े।\n\nराज्य में 243 सीटों पर दो चरणों में 6 और 11 नवंबर को मतदान हुआ "
        "था और 14 नवंबर को "
        "वोटों की गिनती हुई। सरकार बनाने के लिए 122 सीटों की जरूरत है। इस बार मुख्य "
        "मुकाबला सत्ताधारी "
        "गठबंधन और विपक्षी महागठबंधन के बीच रहा। मतदान प्रतिशत के लिहाज से इस चुनाव ने "
        "पिछले सभी रिकॉर्ड "
        f"तोड़ दिए। {seat} सीट पर पिछले चुनाव में भी कड़ा मुकाबला हुआ था और यहां जातीय "
        "समीकरण अहम भूमिका "
        "निभाते रहे हैं।"
    )


def exam_result(random: Random) -> str:
    state, exam = random.choice(STATES), random.choice(("दसवीं", "बारहवीं"))
    return (
        f"{state} बोर्ड ने {exam} की परीक्षा का परिणाम {date(random)} को जारी कर दिया "
        f"है। इस साल {state} "
        f"बोर्ड {exam} में {random.randint(6000, 9800) / 100} प्रतिशत छात्र पास हुए "
        "हैं। परीक्षा में कुल "
        f"{rupees(random, 200000, 1900000)} छात्र शामिल हुए थे। {state} बोर्ड में "
        f"{random.choice(PEOPLE)} ने {random.randint(470, 499)} अंक लाकर पहला स्थान "
        "हासिल किया है।\n\n"
        "छात्र अपना परिणाम इस तरह देख सकते हैं। सबसे पहले बोर्ड की आधिकारिक वेबसाइट पर "
        "जाएं। इसके बाद होम "
        "पेज पर दिए गए परिणाम के लिंक पर क्लिक करें। अब एक नया पेज खुलेगा, जहां अपना "
        "रोल नंबर और जन्म तिथि "
        "दर्ज करें। सबमिट करते ही आपका परिणाम स्क्रीन पर दिखाई देगा। इसे डाउनलोड करें "
        "और आगे की जरूरत के "
        "लिए इसका प्रिंट निकालकर रख लें।\n\nजो छात्र अपने अंकों से संतुष्ट नहीं हैं, "
        "वे उत्तर पुस्तिका की "
        "दोबारा जांच के लिए आवेदन कर सकते हैं। एक या दो विषय में फेल हुए छात्रों को "
        "पूरक परीक्षा में बैठने "
        "का मौका मिलेगा।"
    )


def stock_close(random: Random) -> str:
    shares = random.sample(SHARES, 6)
    return (
        f"घरेलू शेयर बाजार {random.choice(DAYS)} को {random.choice(('बढ़त', 'गिरावट'))} "
        "के साथ बंद हुए। बीएसई "
        f"का 30 शेयरों वाला सेंसेक्स {random.randint(5000, 99000) / 100} अंक की "
        f"{random.choice(('तेजी', 'कमी'))} के साथ "
        f"{random.randint(6000000, 8900000) / 100} अंक पर बंद हुआ। "
        f"कारोबार के दौरान एक समय यह {random.randint(6000000, 8900000) / 100} अंक तक "
        "चला गया था। एनएसई का "
        f"निफ्टी {random.randint(2000, 39000) / 100} अंक चढ़ उतरकर "
        f"{random.randint(1900000, 2700000) / 100} "
        f"अंक पर रहा। सेंसेक्स के शेयरों में {shares[0]}, {shares[1]} और {shares[2]} "
        "प्रमुख रूप से लाभ में "
        f"रहे, जबकि {shares[3]}, {shares[4]} और {shares[5]} के शेयरों में नुकसान रहा। "
        "अंतरराष्ट्रीय तेल मानक "
        f"ब्रेंट क्रूड {random.randint(6000, 9900) / 100} डॉलर प्रति बैरल पर रहा। शेयर "
        "बाजार के आंकड़ों के "
        f"मुताबिक विदेशी संस्थागत निवेशकों ने {random.randint(90000, 900000) / 100} "
        "करोड़ रुपये के शेयरों की "
        f"{random.choice(('खरीदारी', 'बिकवाली'))} की।"
    )


def obituary(random: Random) -> str:
    person, city = random.choice(PEOPLE), random.choice(CITIES)
    party, other = random.sample(PARTIES, 2)
    return (
        f"{party} के वरिष्ठ नेता और पूर्व मंत्री {person} का {random.choice(DAYS)} को "
        f"{city} के एक अस्पताल में "
        f"निधन हो गया। वह {random.randint(58, 96)} वर्ष के थे। परिवार के सदस्यों ने "
        f"बताया कि {person} पिछले "
        f"कुछ समय से बीमार थे और उनका इलाज चल रहा था। उनके परिवार में पत्नी, "
        f"{random.choice(('एक बेटा और एक बेटी', 'दो बेटे', 'दो बेटियां', 'तीन बेटे'))} "
        "हैं। मुख्यमंत्री ने "
        f"{person} के निधन पर गहरा शोक जताया और कहा कि उनका जाना राजनीति के लिए अपूरणीय "
        "क्षति है। उन्होंने "
        "दिवंगत आत्मा की शांति और शोक संतप्त परिवार को यह दुख सहने की शक्ति देने की "
        "ईश्वर से प्रार्थना की। "
        f"{person} का अंतिम संस्कार {random.choice(DAYS)} को {random.choice(CITIES)} "
        "में पूरे राजकीय सम्मान के साथ "
        f"किया जाएगा। {other} समेत सभी दलों के नेताओं ने भी उन्हें श्रद्धांजलि दी।"
    )


def match_preview(random: Random) -> str:
    home, away = random.sample(TEAMS, 2)
    played, won = random.randint(40, 160), random.randint(10, 39)
    return (
        f"{home} और {away} के बीच वनडे सीरीज का "
        f"{random.choice(('पहला', 'दूसरा', 'तीसरा'))} मुकाबला "
        f"{random.choice(DAYS)} को {random.choice(CITIES)} में खेला जाएगा। मैच दोपहर "
        "डेढ़ बजे शुरू होगा और टॉस "
        f"एक बजे होगा। {home} और {away} के बीच अब तक {played} वनडे खेले गए हैं, जिनमें "
        f"{home} ने {won} और "
        f"{away} ने {played - won} मैच जीते हैं। {home} की कमान {random.choice(PEOPLE)} "
        f"संभालेंगे, जबकि {away} "
        f"की कप्तानी {random.choice(PEOPLE)} के पास है। मौसम विभाग के मुताबिक मैच के "
        "दिन बारिश की संभावना "
        f"{random.randint(5, 70)} प्रतिशत है। पिच बल्लेबाजों के लिए मददगार मानी जा रही "
        "है और यहां पहली पारी का "
        f"औसत स्कोर {random.randint(220, 330)} रन है। इस मुकाबले का सीधा प्रसारण टीवी "
        "पर और मोबाइल ऐप पर देखा "
        "जा सकता है।"
    )


def almanac(random: Random) -> str:
    def clock() -> str:
        return f"{random.randint(4, 11)} बजकर {random.randint(1, 59)} मिनट"

    return (
        f"आज का पंचांग {date(random)}: आज {random.choice(DAYS)} है। सूर्योदय सुबह "
        f"{clock()} पर और सूर्यास्त "
        f"शाम {clock()} पर होगा। राहुकाल {clock()} से {clock()} तक रहेगा। अभिजीत "
        f"मुहूर्त {clock()} से {clock()} "
        f"तक है। चंद्रमा {random.choice(SIGNS)} राशि में संचार करेगा। ब्रह्म मुहूर्त "
        f"सुबह {clock()} से {clock()} तक "
        "रहेगा। हिंदू धर्म में कोई भी शुभ कार्य करने से पहले पंचांग देखने की परंपरा "
        "है। पंचांग के पांच अंग "
        "तिथि, नक्षत्र, वार, योग और करण होते हैं। राहुकाल में नया काम शुरू करना शुभ नहीं माना जाता।"
    )


def accident(random: Random) -> str:
    dead, hurt = random.randint(2, 9), random.randint(2, 19)
    place = random.choice(CITIES)
    return (
        f"{place} में {random.choice(DAYS)} को एक सड़क हादसे में {dead} लोगों की मौत हो "
        f"गई और {hurt} अन्य घायल "
        "हो गए। पुलिस ने यह जानकारी दी। पुलिस के मुताबिक हादसा "
        f"{random.choice(('तड़के', 'देर रात', 'शाम'))} "
        f"उस समय हुआ जब {random.choice(('एक कार', 'एक बस', 'एक जीप', 'एक ऑटो'))} सामने "
        "से आ रहे ट्रक से टकरा गई। "
        f"मृतकों में {random.choice(PEOPLE)} ({random.randint(18, 70)}) और {random.choice(PEOPLE)} "
        f"({random.randint(18, 70)}) शामिल हैं। घायलों को नजदीकी अस्पताल में भर्ती "
        "कराया गया है, जहां उनका इलाज चल "
        "रहा है। शवों को पोस्टमार्टम के लिए भेज दिया गया है। मुख्यमंत्री ने हादसे पर "
        "दुख जताया और अधिकारियों को "
        "घायलों के समुचित इलाज के निर्देश दिए। पुलिस ने मामला दर्ज कर जांच शुरू कर दी "
        "है और फरार ट्रक चालक की "
        "तलाश की जा रही है।"
    )


TEMPLATES: tuple[Callable[[Random], str], ...] = (
    horoscope,
    one_sign,
    gold_price,
    fuel_price,
    weather,
    election_seat,
    exam_result,
    stock_close,
    obituary,
    match_preview,
    almanac,
    accident,
)


SENTENCES = """\
{city} के जिलाधिकारी {person} ने {number} गांवों में पेयजल योजना की समीक्षा करते हुए ठेकेदारों को फटकार लगाई।
बैठक में मौजूद अभियंताओं ने माना कि पाइपलाइन बिछाने का काम तय समय से काफी पीछे चल रहा है।
ग्रामीणों का आरोप है कि पिछले {number} दिनों से टैंकर भी नहीं आ रहे और महिलाओं को दूर के कुएं तक जाना पड़ता है।
{person} ने कहा कि जिन इलाकों में भूजल का स्तर नीचे चला गया है वहां नए नलकूप लगाए जाएंगे।
विभाग ने {number} करोड़ रुपये का प्रस्ताव शासन को भेजा है, जिस पर अगले महीने फैसला होने की उम्मीद है।
स्थानीय विधायक {other} ने विधानसभा में यह सवाल उठाया था, लेकिन उन्हें संतोषजनक जवाब नहीं मिला।
नदी के किनारे बसे मोहल्लों में रहने वाले परिवारों को स्कूल की इमारत में ठहराया गया है।
राहत शिविर में डॉक्टरों की टीम सुबह और शाम मरीजों की जांच कर रही है तथा दवाइयां मुफ्त बांटी जा रही हैं।
{city} विश्वविद्यालय के प्रोफेसर {other} का मानना है कि बेतरतीब निर्माण ने जल निकासी के पुराने रास्ते बंद कर दिए।
उन्होंने अपने शोध में {number} तालाबों का सर्वे किया, जिनमें से आधे से ज्यादा पर कब्जा हो चुका है।
अदालत ने इस मामले में सरकार से चार हफ्ते के भीतर विस्तृत हलफनामा दाखिल करने को कहा है।
याचिकाकर्ता के वकील ने दलील दी कि अधिकारियों ने जानबूझकर पुराने नक्शे छिपाए और नई कॉलोनी को मंजूरी दे दी।
दूसरी ओर नगर निगम का कहना है कि सभी नियमों का पालन करने के बाद ही अनुमति दी गई थी।
किसान संगठनों ने चेतावनी दी है कि मुआवजा नहीं मिला तो वे {place} पर अनिश्चितकालीन धरना देंगे।
प्रदर्शन के कारण {place} पर घंटों जाम लगा रहा और कई एंबुलेंस भी फंस गईं।
पुलिस अधीक्षक {other} ने बताया कि हालात काबू में हैं और किसी को कानून हाथ में लेने की इजाजत नहीं दी जाएगी।
जांच दल ने गोदाम से {number} बोरी नकली खाद बरामद की और मालिक से पूछताछ शुरू कर दी।
आरोपी के मोबाइल फोन से कई अहम सुराग मिले हैं, जिनके आधार पर पड़ोसी जिलों में भी छापे मारे गए।
परिजनों ने बताया कि वह रोज की तरह सुबह घर से निकला था और दोपहर तक उसका फोन बंद हो गया।
फिल्म की शूटिंग {city} की पुरानी हवेलियों और घाटों पर करीब {number} दिन तक चली थी।
निर्देशक {person} का कहना है कि कहानी उनके दादा की डायरी से ली गई है और इसमें कोई कल्पना नहीं है।
दर्शकों ने संगीत की जमकर तारीफ की, हालांकि कुछ समीक्षकों को फिल्म की लंबाई खटकी।
टीम के कोच ने माना कि आखिरी ओवरों में गेंदबाजों की लाइन बिगड़ गई और मैच हाथ से निकल गया।
{person} ने {number} गेंदों पर नाबाद पारी खेली और मुश्किल समय में एक छोर संभाले रखा।
कप्तान ने जीत का श्रेय युवा स्पिनरों को दिया, जिन्होंने बीच के ओवरों में रन रोककर दबाव बनाया।
बैंक यूनियनों ने निजीकरण के विरोध में दो दिन की हड़ताल का ऐलान किया है।
वित्त मंत्रालय के एक अधिकारी ने कहा कि बातचीत के दरवाजे खुले हैं और ग्राहकों को परेशानी नहीं होने दी जाएगी।
छोटे व्यापारियों को डर है कि त्योहार से पहले नकदी की किल्लत हुई तो उनका कारोबार चौपट हो जाएगा।
अस्पताल में भर्ती {number} बच्चों में से अधिकतर की हालत अब खतरे से बाहर बताई जा रही है।
चिकित्सकों का अनुमान है कि बासी भोजन में पनपे जीवाणुओं के कारण संक्रमण फैला।
खाद्य सुरक्षा विभाग ने रसोई से नमूने लेकर प्रयोगशाला भेजे हैं, जिनकी रिपोर्ट तीन दिन में आएगी।
विपक्षी दल {party} ने आरोप लगाया कि ठेका एक मंत्री के रिश्तेदार की कंपनी को दिया गया था।
{party} के प्रवक्ता {person} ने इन आरोपों को बेबुनियाद बताते हुए मानहानि का मुकदमा करने की बात कही।
रेलवे ने यात्रियों की भीड़ को देखते हुए {city} से {number} विशेष ट्रेनें चलाने का निर्णय लिया है।
नई समय सारिणी के अनुसार ये गाड़ियां बीच के छोटे स्टेशनों पर भी रुकेंगी।
वैज्ञानिकों ने पहाड़ी ढलानों पर सेंसर लगाए हैं, जो मिट्टी खिसकने से पहले ही चेतावनी भेज देते हैं।
पर्यटन कारोबार से जुड़े लोगों को उम्मीद है कि सड़क बनने के बाद सैलानियों की संख्या दोगुनी हो जाएगी।
वन विभाग के कैमरों में तेंदुए की तस्वीर कैद हुई है और आसपास के गांवों में मुनादी कराई गई है।
स्कूल की प्रधानाध्यापिका ने छात्राओं के लिए आत्मरक्षा का प्रशिक्षण शुरू कराया, जिसकी पूरे जिले में चर्चा है।
{person} की बेटी ने पहले ही प्रयास में यह परीक्षा पास कर गांव का नाम रोशन किया।
""".splitlines()
FILLERS = """\
एक बड़ी खबर सामने आई है जिसने सबको चौंका दिया है, जानिए पूरा मामला।
अधिकारियों के अनुसार मामले से जुड़े सभी पहलुओं को ध्यान में रखकर आगे की कार्रवाई की जाएगी।
सोशल मीडिया पर भी लोग इस बारे में तरह तरह की प्रतिक्रिया दे रहे हैं।
इससे जुड़ी हर ताजा जानकारी हम आप तक पहुंचाते रहेंगे।
राजनीतिक गलियारों में इस घटनाक्रम के कई मायने निकाले जा रहे हैं।
""".splitlines()
VARIANTS = {
    "नहीं": "नही",
    "नई": "नयी",
    "गए": "गये",
    "लिए": "लिये",
    "जाएगी": "जायेगी",
    "जाएगा": "जायेगा",
    "डॉक्टरों": "डाक्टरों",
    "महिलाओं": "महिलाओँ",
    "संगठनों": "सङ्गठनों",
    "ज्यादा": "ज़्यादा",
    "फैसला": "फ़ैसला",
    "और": "तथा",
    "लेकिन": "मगर",
    "हालांकि": "हालाँकि",
}


def story(random: Random, sentences: int = 18) -> list[str]:
    """Return the sentences of a story that no other call tells."""
    facts = {
        "city": random.choice(CITIES),
        "person": random.choice(PEOPLE),
        "other": random.choice(PEOPLE),
        "party": random.choice(PARTIES),
        "place": f"{random.choice(CITIES)} चौराहे",
    }
    return [
        sentence.format(**facts, number=random.randint(11, 980))
        for sentence in random.sample(SENTENCES, sentences)
    ]


def as_text(sentences: list[str], random: Random) -> str:
    """Return *sentences* in paragraphs of any length."""
    breaks = [random.choice((" ", " ", "\n\n")) for _ in sentences]
    return "".join(map("".join, zip(sentences, breaks, strict=True))).strip()


def verbatim(sentences: list[str], random: Random) -> str:
    return as_text(sentences, random)


def syndicated(sentences: list[str], random: Random) -> str:
    """Another headline, lead and tail, a sentence put in, the house's own spelling."""
    kept = [*sentences[1:-1]]
    kept.insert(random.randrange(len(kept)), random.choice(FILLERS))
    kept = [f"{random.choice(CITIES)}, {date(random)} (भाषा)", random.choice(FILLERS), *kept]
    return respelled([*kept, random.choice(FILLERS)], random)


def respelled(sentences: list[str], random: Random) -> str:
    words = " ".join(sentences).replace("।", ".").split(" ")
    return " ".join(VARIANTS.get(word, word) for word in words)


def devanagari_digits(sentences: list[str], random: Random) -> str:
    digits = str.maketrans("0123456789", "०१२३४५६७८९")
    return as_text(sentences, random).translate(digits)


def with_boilerplate(sentences: list[str], random: Random) -> str:
    lines = [*sentences]
    for line in ("यह भी पढ़ें: सरकार ने बदले नियम", "विज्ञापन", "Advertisement", "शेयर करें"):
        lines.insert(random.randrange(len(lines)), line)
    return "\n".join(lines)


def updated(sentences: list[str], random: Random) -> str:
    """Later the same day: a figure has changed, two sentences have come."""
    changed = [*sentences]
    at = next(place for place, sentence in enumerate(changed) if re.search(r"\d", sentence))
    changed[at] = re.sub(r"\d+", lambda number: str(int(number[0]) + 3), changed[at], count=1)
    return as_text([*changed, *random.sample(FILLERS, 2)], random)


def first_page(sentences: list[str], random: Random) -> str:
    return as_text(sentences[: len(sentences) // 2], random)


def second_page(sentences: list[str], random: Random) -> str:
    return as_text(sentences[len(sentences) // 2 :], random)


def in_a_live_blog(sentences: list[str], random: Random) -> str:
    before, after = story(random, 20), story(random, 20)
    return as_text([*before, *sentences, *after], random)


COPIES: tuple[Callable[[list[str], Random], str], ...] = (
    verbatim,
    syndicated,
    respelled,
    devanagari_digits,
    with_boilerplate,
    updated,
    first_page,
    second_page,
    in_a_live_blog,
)
