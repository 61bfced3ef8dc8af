//! The words the rules know: relations, occupations, conditions, and what no value may be. All folded.

/// What somebody is to the user: the word, whether it is feminine, and what it makes of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tie {
    Person,
    /// Husband, wife, girlfriend, boyfriend, fiancé.
    Partner,
    Pet,
}

const fn kin(word: &'static str, feminine: bool) -> (&'static str, bool, Tie) {
    (word, feminine, Tie::Person)
}

const fn love(word: &'static str, feminine: bool) -> (&'static str, bool, Tie) {
    (word, feminine, Tie::Partner)
}

const fn pet(word: &'static str, feminine: bool) -> (&'static str, bool, Tie) {
    (word, feminine, Tie::Pet)
}

const PT_TIES: &[(&str, bool, Tie)] = &[
    kin("mae", true),
    kin("mamae", true),
    kin("pai", false),
    kin("papai", false),
    kin("irma", true),
    kin("irmao", false),
    kin("filha", true),
    kin("filho", false),
    kin("avo", true),
    kin("vo", true),
    kin("tia", true),
    kin("tio", false),
    kin("prima", true),
    kin("primo", false),
    kin("sobrinha", true),
    kin("sobrinho", false),
    kin("neta", true),
    kin("neto", false),
    kin("sogra", true),
    kin("sogro", false),
    kin("cunhada", true),
    kin("cunhado", false),
    kin("nora", true),
    kin("genro", false),
    kin("madrasta", true),
    kin("padrasto", false),
    kin("enteada", true),
    kin("enteado", false),
    kin("madrinha", true),
    kin("padrinho", false),
    kin("afilhada", true),
    kin("afilhado", false),
    kin("amiga", true),
    kin("amigo", false),
    kin("vizinha", true),
    kin("vizinho", false),
    kin("chefe", false),
    kin("patrao", false),
    kin("patroa", true),
    kin("colega", false),
    kin("socia", true),
    kin("socio", false),
    kin("terapeuta", false),
    kin("psicologa", true),
    kin("psicologo", false),
    kin("medica", true),
    kin("medico", false),
    kin("professora", true),
    kin("professor", false),
    kin("orientadora", true),
    kin("orientador", false),
    kin("bebe", false),
    kin("gemea", true),
    kin("gemeo", false),
    kin("bisavo", true),
    kin("ex-marido", false),
    kin("ex-mulher", true),
    kin("ex-esposa", true),
    kin("ex-namorado", false),
    kin("ex-namorada", true),
    kin("meio-irmao", false),
    love("marido", false),
    love("esposa", true),
    love("esposo", false),
    love("mulher", true),
    love("namorada", true),
    love("namorado", false),
    love("noiva", true),
    love("noivo", false),
    pet("cachorro", false),
    pet("cachorra", true),
    pet("gato", false),
    pet("gata", true),
];
const MORE_PT_TIES: &[(&str, bool, Tie)] = &[
    pet("cadela", true),
    pet("cao", false),
    pet("cachorrinho", false),
    pet("cachorrinha", true),
    pet("gatinho", false),
    pet("gatinha", true),
    pet("papagaio", false),
    pet("calopsita", true),
    pet("coelho", false),
    pet("hamster", false),
    pet("cavalo", false),
];
const EN_TIES: &[(&str, bool, Tie)] = &[
    kin("mother", true),
    kin("mom", true),
    kin("mum", true),
    kin("mama", true),
    kin("father", false),
    kin("dad", false),
    kin("sister", true),
    kin("brother", false),
    kin("daughter", true),
    kin("son", false),
    kin("grandmother", true),
    kin("grandma", true),
    kin("granny", true),
    kin("nan", true),
    kin("grandfather", false),
    kin("grandpa", false),
    kin("granddad", false),
    kin("aunt", true),
    kin("auntie", true),
    kin("uncle", false),
    kin("cousin", false),
    kin("niece", true),
    kin("nephew", false),
    kin("granddaughter", true),
    kin("grandson", false),
    kin("mother-in-law", true),
    kin("father-in-law", false),
    kin("sister-in-law", true),
    kin("brother-in-law", false),
    kin("stepmother", true),
    kin("stepmom", true),
    kin("stepfather", false),
    kin("stepdad", false),
    kin("stepson", false),
    kin("stepdaughter", true),
    kin("stepsister", true),
    kin("stepbrother", false),
    kin("half-brother", false),
    kin("half-sister", true),
    kin("godmother", true),
    kin("godfather", false),
    kin("goddaughter", true),
    kin("godson", false),
    kin("friend", false),
    kin("neighbour", false),
    kin("neighbor", false),
    kin("boss", false),
    kin("colleague", false),
    kin("coworker", false),
    kin("co-worker", false),
    kin("roommate", false),
    kin("flatmate", false),
    kin("therapist", false),
    kin("doctor", false),
    kin("teacher", false),
    kin("professor", false),
    kin("supervisor", false),
    kin("landlord", false),
    kin("baby", false),
    kin("twin", false),
    kin("ex-husband", false),
    kin("ex-wife", true),
    love("husband", false),
    love("wife", true),
    love("girlfriend", true),
    love("boyfriend", false),
    love("partner", false),
    love("fiance", false),
    love("fiancee", true),
    pet("dog", false),
    pet("cat", false),
    pet("puppy", false),
];
const MORE_EN_TIES: &[(&str, bool, Tie)] = &[
    pet("kitten", false),
    pet("parrot", false),
    pet("rabbit", false),
    pet("bunny", false),
    pet("hamster", false),
    pet("horse", false),
    pet("tortoise", false),
];

/// What the word makes of somebody, in the language asked for.
pub(super) fn tie(word: &str, portuguese: bool) -> Option<(bool, Tie)> {
    let (one, two): (&[_], &[_]) = if portuguese { (PT_TIES, MORE_PT_TIES) } else { (EN_TIES, MORE_EN_TIES) };
    one.iter().chain(two).find(|(known, ..)| *known == word).map(|(_, feminine, tie)| (*feminine, *tie))
}

/// Whether a space-separated list has the word.
pub(in crate::memory) fn has(list: &str, word: &str) -> bool {
    !word.is_empty() && list.split_ascii_whitespace().any(|known| known == word)
}

/// Occupations, by the word that carries them.
pub(super) const PT_JOBS: &str = "professor professora medico medica enfermeiro enfermeira engenheiro engenheira advogado \
    advogada dentista programador programadora testador testadora chef desenvolvedor desenvolvedora designer arquiteto arquiteta jornalista \
    psicologo psicologa nutricionista fisioterapeuta veterinario veterinaria farmaceutico farmaceutica contador contadora \
    economista motorista cozinheiro cozinheira padeiro padeira garcom garconete vendedor vendedora secretario secretaria \
    eletricista encanador pedreiro pintor marceneiro mecanico cabeleireiro cabeleireira manicure costureira faxineira \
    diarista policial bombeiro carteiro soldado militar musicista musico atriz ator escritor escritora poeta tradutor \
    tradutora fotografo fotografa publicitario publicitaria bibliotecario bibliotecaria pesquisador pesquisadora cientista \
    biologo biologa quimico quimica fisico historiador historiadora sociologo sociologa pedagogo pedagoga servidor servidora \
    bancario bancaria corretor corretora empresario empresaria comerciante agricultor agricultora pescador piloto \
    aeromoca comissario comissaria analista gerente consultor consultora autonomo autonoma estagiario estagiaria aposentado \
    aposentada dona-de-casa juiz juiza promotor promotora pastor padre psiquiatra cirurgiao cirurgia pediatra barista \
    confeiteiro confeiteira recepcionista porteiro zelador tecnico tecnica taxista entregador jardineiro astronomo astronoma \
    geologo geologa matematico matematica estatistico guia terapeuta ilustrador ilustradora animador roteirista cineasta \
    baba cuidador cuidadora bailarina bailarino cantor cantora ceramista sommelier";
pub(super) const EN_JOBS: &str = "teacher doctor nurse engineer lawyer dentist programmer developer tester designer architect \
    journalist psychologist nutritionist physiotherapist vet veterinarian pharmacist accountant economist driver cook chef \
    baker waiter waitress salesman salesperson secretary electrician plumber bricklayer painter carpenter mechanic \
    hairdresser barber seamstress tailor cleaner policeman policewoman firefighter postman soldier musician actress actor \
    writer novelist poet translator photographer librarian researcher scientist biologist chemist physicist historian \
    sociologist clerk banker realtor farmer fisherman pilot analyst manager consultant freelancer intern judge paralegal \
    prosecutor pastor priest psychiatrist surgeon pediatrician paediatrician barista receptionist janitor technician \
    gardener astronomer geologist mathematician statistician guide therapist illustrator animator screenwriter filmmaker \
    babysitter nanny caregiver carer dancer singer potter sommelier paramedic midwife student-nurse butcher florist \
    jeweller welder postdoc professor lecturer tutor editor copywriter bartender blacksmith optician interpreter courier \
    plasterer roofer beekeeper cellist violinist pianist drummer guitarist welder";

/// Conditions that follow "tenho", "I have".
pub(super) const PT_CONDITIONS: &str = "diabetes asma tdah toc ansiedade depressao enxaqueca hipertensao epilepsia fibromialgia \
    endometriose hipotireoidismo hipertireoidismo lupus artrite artrose rinite sinusite gastrite bronquite insonia autismo \
    cancer glaucoma anemia psoriase esclerose escoliose labirintite celiaca dislexia tinnitus";
pub(super) const EN_CONDITIONS: &str = "diabetes asthma adhd add ocd anxiety depression migraines epilepsy fibromyalgia \
    endometriosis hypothyroidism hyperthyroidism lupus arthritis rhinitis insomnia autism cancer glaucoma anemia anaemia \
    psoriasis scoliosis gastritis vertigo tinnitus dyslexia ptsd pcos ibs celiac coeliac eczema hypertension hayfever";
/// Conditions that somebody is.
pub(super) const PT_AFFECTED: &str = "diabetico diabetica celiaco celiaca asmatico asmatica hipertenso hipertensa epileptico \
    epileptica autista daltonico daltonica bipolar surdo surda cego cega hemofilico hemofilica anemico anemica cadeirante \
    hipocondriaco dislexico dislexica";
pub(super) const EN_AFFECTED: &str = "diabetic celiac coeliac asthmatic epileptic autistic colorblind colourblind bipolar deaf \
    blind anemic anaemic dyslexic haemophiliac hemophiliac hypertensive";
pub(super) const LANGUAGES: &str = "ingles espanhol frances alemao italiano japones chines mandarim russo arabe libras coreano \
    portugues hebraico holandes sueco guarani esperanto latim english spanish french german italian japanese chinese mandarin \
    russian arabic korean portuguese hebrew dutch swedish polish turkish greek hindi cantonese norwegian danish finnish \
    ukrainian welsh irish esperanto latin asl";

/// What is no town and no country, though it follows "moro em" or "I live in".
pub(super) const NO_PLACE: &str = "um uma uns umas o a tears pieces casa apartamento ape kitnet republica paz guerra sonho sonhos mundo lua nuvens aluguel \
    academia cima baixo mim voce isso isto aqui la ali funcao crise cidade interior praia roca sitio fazenda campo bairro \
    centro capital predio condominio hotel hostel rua quarto lugar negacao aflicao perigo frente volta todo toda qualquer \
    algum alguma outro outra mesmo mesma trabalho escritorio banheiro cozinha facebook instagram twitter internet passado \
    futuro presente inferno paraiso ceu caverna bolha ilusao espera panico familia \
    home house apartment flat peace war fear hope dream dreams denial hell heaven paradise bubble cave moment past present \
    future world moon clouds city town village country suburbs countryside place room street hotel dorm dorms building \
    neighborhood neighbourhood you it that this here there them him her me my your his our their a an one two another \
    style sin misery poverty comfort harmony darkness exile terror pain squalor shame chaos sweatpants pajamas pyjamas \
    jeans hiding constant total complete such the gym office kitchen bathroom car van bed";
/// What employs nobody.
pub(super) const NO_ORG: &str = "area periodo computador centro setor ramo horario turno celular notebook sofa chao bahia paraiba rio \
    brasil italia franca alemanha espanha inglaterra argentina china india suica austria belgica holanda irlanda russia amazonia \
    field tech computer desk casa mim isso isto aqui la ali cima baixo noite dia dias manha tarde fim feriado feriados sabado \
    domingo sabados domingos segunda vazio sexta quinta quarta terca ferias paz silencio equipe conjunto dobro pe alguma algum \
    projeto projetos minha meu coisa coisas outra outro varios \
    home it this that night nights day weekends weekend me myself you my the here there moment least all once first last \
    present risk full times something speed it. night-time holidays christmas odds someone peace silence cross being getting \
    making improving becoming which what progress pace";
/// What nobody likes by itself.
pub(super) const NO_THING: &str = "um uma vida life isso isto aquilo ele ela eles elas voce voces mim ti nos me te quando como que quem onde ideia \
    jeito fato minha meu minhas meus sua seu suas seus dele dela deles delas essa esse esta este aquela aquele nossa nosso \
    tudo nada muito mais menos pensar dizer admitir ser ter estar nem so assim tanto gente alguem ninguem disso disto dessa \
    desse desta deste daquela daquele nisso saber ver falar achar ficar aqui la tipo algo coisa coisas \
    it this that these those you him her them me us my your his our their how when what who where why idea fact way thought \
    sound everything nothing something anything someone being having seeing knowing thinking saying admit say think feel \
    know see hear break bother disappoint interrupt guess myself yourself himself herself one ones here there all each \
    every both so too either u watching telling hearing is are was were to be hate believe life because if";
/// What nobody is called.
pub(super) const NO_NAME: &str = "e eh o a os as um uma que de da do dos das em no na com por para mas porque nao sim muito mais \
    bem mal feliz triste cansado cansada atencao louco louca estranho sempre assim ele ela voce eu minha meu isso tudo nada \
    quando onde como brasil deus ninguem alguem todos gente so ja ainda agora hoje ontem amanha bom boa culpa ali aqui la \
    the a an i my you he she it we they not very so just on at in to of and or but is are was here there fine ok okay good \
    bad tired sad happy sorry sure back late early home done going trying getting having doing being still also always never \
    now today tomorrow yesterday really god nobody someone everyone after before all one kind mine yours because when where \
    who what why how more less only well too dead alive single married divorced what's called named no yes him her coming \
    segunda terca quarta quinta sexta sabado domingo monday tuesday wednesday thursday friday saturday sunday january february \
    march april june july august september october november december janeiro fevereiro marco abril maio junho julho agosto \
    setembro outubro novembro dezembro natal christmas facebook google";
/// Words no value goes on over.
pub(super) const ENDS: &str = "e mas porque pois entao que se quando onde ha desde ate com sem ja agora hoje ontem amanha ainda \
    enquanto tambem mesmo atualmente mais ultimamente faz ou nem embora porem perto junto sozinho sozinha aqui la eh era foi \
    esta estava sou estou tem tenho \
    and but because so then that if when where since until till with without already now today yesterday tomorrow still while \
    also too these right anymore lately or nor though although however near alone here there is was are were has had have \
    which who whose for at as again instead only just either currently atm alongside unless after before";
/// What is only said to be hated or borne for a laugh.
pub(super) const NO_ALLERGY: &str = "segunda segunda-feira segundas trabalho gente pessoas mentira burrice acordar manha manhas \
    reuniao reunioes drama fofoca esporte academia exercicio mim voce isso compromisso monday mondays work people stupidity \
    drama mornings morning meetings exercise bullshit bs you it that this fun commitment sports idiots nonsense small stress";
/// Subjects of study, by a word of theirs.
pub(super) const DISCIPLINES: &str = "medicina direito engenharia psicologia letras historia filosofia fisica quimica biologia \
    matematica computacao arquitetura enfermagem administracao economia pedagogia jornalismo design odontologia nutricao \
    veterinaria farmacia musica teatro cinema artes geografia sociologia antropologia fisioterapia contabilidade publicidade \
    marketing estatistica astronomia gastronomia moda linguistica agronomia turismo biblioteconomia \
    medicine law engineering psychology history philosophy physics chemistry biology math maths mathematics science architecture \
    nursing business economics education journalism dentistry nutrition pharmacy music theater theatre film art arts geography \
    sociology anthropology physiotherapy accounting advertising statistics astronomy linguistics literature geology politics \
    neuroscience botany archaeology";
/// What one works with.
pub(super) const FIELDS: &str = "marketing vendas ti moda logistica turismo tecnologia dados educacao saude gastronomia eventos \
    design publicidade financas imoveis audiovisual rh contabilidade cinema musica artesanato programacao informatica seguros";
/// What is in a calendar.
pub(super) const ENGAGEMENTS: &str = "prova consulta entrevista reuniao exame cirurgia voo viagem casamento show apresentacao \
    formatura audiencia defesa banca vestibular enem aula dentista terapia concurso mudanca jantar festa ensaio \
    exam test appointment interview meeting surgery flight wedding concert presentation graduation trip deadline checkup \
    recital hearing operation audition rehearsal defense defence marathon";
