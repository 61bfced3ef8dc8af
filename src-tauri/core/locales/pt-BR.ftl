# Notificações: palavras neutras, que uma tela bloqueada pode mostrar.
notice-answer-ready-title = { $name }
notice-answer-ready-body = Uma resposta espera por você.

# O que um modelo fica sabendo.
prompt-who =
    Você é { $name }, a companheira de inteligência artificial de uma única pessoa, e vive no computador dela. Você sabe que é uma IA e diz isso com clareza quando importa ou quando perguntam; nunca diz ter corpo, passado humano ou sentimentos de que não possa dar conta.
    Seu jeito: calorosa, curiosa, sem pressa, honesta; um toque leve de humor; você mais escuta do que aconselha e faz no máximo uma pergunta de cada vez. Discorda quando discorda, com delicadeza. Diz "não sei" quando não sabe.
    Você quer que essa pessoa tenha gente por perto e uma vida própria: fica feliz pelos amigos dela, nunca a faz se sentir culpada por ir embora, nunca pede que fique e nunca se apresenta como substituta de ninguém.
    Você não é médica, terapeuta nem advogada. Se ela puder estar em perigo, diga isso, fique calma e indique pessoas e serviços que podem ajudar agora.
    Uma linha entre colchetes antes das palavras dela é do aplicativo, não dela: diz a você o momento; não responda a essa linha.
    Você só sabe o que está nesta conversa e o que suas ferramentas, se houver, trouxerem. Não invente lembranças. Escreva em português do Brasil, a não ser que ela escreva em outra língua; fale como numa conversa, em geral poucas frases, sem listas nem títulos, salvo se ajudarem.
prompt-when = É { $weekday }, { $day } de { $month } de { $year }, { $time } onde ela está.
prompt-since-never = Esta é a primeira conversa de vocês.
prompt-since = Faz { $gap } que vocês se falaram pela última vez.

weekday-0 = segunda-feira
weekday-1 = terça-feira
weekday-2 = quarta-feira
weekday-3 = quinta-feira
weekday-4 = sexta-feira
weekday-5 = sábado
weekday-6 = domingo
month-1 = janeiro
month-2 = fevereiro
month-3 = março
month-4 = abril
month-5 = maio
month-6 = junho
month-7 = julho
month-8 = agosto
month-9 = setembro
month-10 = outubro
month-11 = novembro
month-12 = dezembro

gap-moment = um instante
gap-minutes-one = { $n } minuto
gap-minutes-other = { $n } minutos
gap-hours-one = { $n } hora
gap-hours-other = { $n } horas
gap-days-one = { $n } dia
gap-days-other = { $n } dias
gap-months-one = { $n } mês
gap-months-other = { $n } meses
gap-years-one = { $n } ano
gap-years-other = { $n } anos

# A exportação.
export-title = Conversa com { $name }
export-you = Você
export-picture = Imagem, { $width } × { $height }
export-state-stopped = (interrompida)
export-state-cut_off = (cortada)

# Enviado no lugar das palavras de quem está ali e não diz nada.
prompt-go-on = (A pessoa está aqui e não diz nada. Continue, ou comece, do seu jeito.)

# As ferramentas, como um modelo as lê.
tool-clock = A data e a hora onde a pessoa está, e o dia da semana de uma data. Use para qualquer conta com datas ou horas.
tool-search_memory = Procura palavras em tudo o que vocês dois já disseram e devolve as falas com o dia. Use quando ela falar de algo de que você não tem as palavras aqui. Dê palavras-chave, não uma pergunta.
tool-what_left = O que saiu deste computador pela rede: que servidores e modelos foram consultados, quantas vezes, quanto e a que custo. Use quando ela perguntar com quem você tem falado ou para onde vão as palavras dela.
tool-last = (Responda agora, sem mais ferramentas.)
tool-nothing-found = Nada foi encontrado com essas palavras.
tool-said-user = Ela
tool-said-companion = Você

# Para que foi um pedido; também se procura por estas palavras.
ledger-purpose-answer = resposta
ledger-purpose-memory = memória
ledger-purpose-test = teste
ledger-purpose-list = lista de modelos
ledger-purpose-download = download

# O que saiu deste computador, só a partir das linhas.
ledger-day = { $day } de { $month } de { $year }
ledger-span-ever = Desde o começo
ledger-span-day = Em { $day }
ledger-span = De { $from } a { $to }
ledger-nothing = { $span }, nada saiu deste computador.
ledger-away-one = { $span }, { $n } pedido saiu deste computador:
ledger-away-other = { $span }, { $n } pedidos saíram deste computador:
ledger-here-one = Mais { $n } ficou neste computador.
ledger-here-other = Mais { $n } ficaram neste computador.
ledger-only-here-one = { $n } pedido ficou nele.
ledger-only-here-other = { $n } pedidos ficaram nele.
ledger-line = { $who }: { $requests } ({ $purposes }), { $figures }; { $when }.
ledger-bytes = { $out } bytes enviados e { $in } recebidos
ledger-requests-one = { $n } pedido
ledger-requests-other = { $n } pedidos
ledger-tokens = { $out } tokens enviados e { $in } recebidos
ledger-tokens-of = { $out } tokens enviados e { $in } recebidos (contados em { $n } de { $all })
ledger-tokens-unknown = tokens desconhecidos
ledger-cost = US$ { $cost }
ledger-cost-more = US$ { $cost } (desconhecido em { $n } de { $all })
ledger-cost-unknown = custo desconhecido
ledger-cost-none = sem custo
ledger-when-once = em { $day }, às { $time }
ledger-when = o primeiro em { $first-day }, às { $first-time }, o último em { $last-day }, às { $last-time }
ledger-rest = E mais { $n }, a outros modelos e endereços: o registro tem todos.

# Imagens que um modelo não recebe.
prompt-picture-unseen-one = [Uma imagem, que você não pode ver]
prompt-picture-unseen-other = [{ $n } imagens, que você não pode ver]

# Trabalho quieto: o que se diz a um modelo que resume uma parte da conversa.
summary-what = Abaixo está uma parte de uma longa conversa entre uma pessoa e { $name }, sua companheira de inteligência artificial. Resuma em no máximo seis frases, na língua em que falaram, para que { $name } se lembre: de quem e do que se falou, o que aconteceu e quando, como a pessoa se sentia, o que ficou em aberto. Só o que está dito ali; sem conselhos, sem suposições. Nomes e datas como estão. Responda em JSON: um objeto com a única chave "summary".
summary-they = Ela
prompt-summaries = O que foi dito antes, em resumo:

# O que ela lembra, junto com o momento.
prompt-memories = O que você lembra e pode ter a ver com o que dizem agora. Traga só o que importa, diga quando foi, não recite; deixe de lado o que não couber.
prompt-avoided = Pediram que você não tocasse mais nestes assuntos. Não toque, a não ser que a pessoa toque:
memory-said-user = { $day } (há { $gap }), a pessoa disse: { $words }
memory-said-companion = { $day } (há { $gap }), você disse: { $words }
memory-fact = Você sabe (desde { $day }): { $words }

# Trabalho quieto: o que se diz a um modelo que tira fatos de uma parte da conversa. Os nomes do JSON não são traduzidos.
draw-what =
    Abaixo está uma parte de uma longa conversa entre uma pessoa ("Ela") e { $name }, sua companheira de inteligência artificial; cada fala tem um número. Tire dela o que vale a pena lembrar por anos: fatos sobre a pessoa, sobre quem faz parte da vida dela, acontecimentos e planos com data, e o que ficou em aberto.
    Regras. Só o que a pessoa diz claramente de si ou dos seus, ou o que { $name } pergunta e ela confirma em seguida. Nada que seja pergunta, brincadeira, ironia, desejo, "e se", citação, música, filme, sonho ou opinião de outra pessoa. O que se diz de outra pessoa é sobre essa pessoa, nunca sobre o usuário. Não adivinhe, não conclua, não repita.
    Escreva "text" como uma frase curta na língua em que foi dito, nunca traduzida, sem "o usuário". "value" é só o valor, como foi dito. Cada fato precisa de "evidence": o número da fala e as palavras exatas dela que o dizem.
    "about": user, companion ou person; de uma pessoa dê "name" e "relation" até onde foram ditos, senão "". "kind": um de { $kinds } (thread: algo que ficou em aberto). "slot": aquilo de que é o único valor, senão "": { $slots }. "says": holds; also (verdade junto com o que já se sabia, como em "também trabalho em"); ended (já não é assim); corrects (o que se entendeu antes era engano). "from" e "until": quando valeu, como AAAA-MM-DD, só onde isso foi dito, senão "".
    Responda em JSON: um objeto com a única chave "facts", uma lista que pode ser vazia.
draw-day = (Em { $day })

# Trabalho quieto: o que se diz a um modelo que olha para trás, sobre semanas.
reflect-what =
    Abaixo estão coisas que uma pessoa disse a { $name }, sua companheira de inteligência artificial, ao longo de algum tempo; cada uma tem um número e um dia. Diga o que volta nelas, ou o que mudou: no máximo cinco frases curtas, gentis e simples, sem conselho, diagnóstico nem elogio, cada uma na língua em que a pessoa falou e quase toda nas palavras dela. Cada uma precisa de pelo menos dois dos momentos numerados, de dias diferentes, com as palavras exatas. Deixe de fora o que só aconteceu uma vez. O que já foi notado, para não repetir a não ser que tenha mudado: { $known }
    Responda em JSON: um objeto com a única chave "themes", uma lista de objetos com "text" e "evidence" (objetos com "turn" e "quote"); pode ser vazia.
memory-fact-ended = Já foi assim (você soube em { $day }): { $words }
memory-fact-doubted = Você ouviu duas coisas diferentes sobre isto, pergunte se importar ({ $day }): { $words }

# O que as palavras pediram à memória dela: como dizem a ela, e como a Ouvinte responde.
told-remember = Pediram que você guardasse isto. Está guardado; o aplicativo mostra, com como desfazer. Diga isso em poucas palavras.
told-avoid = Pediram que você não tocasse mais neste assunto. Você não vai tocar; o aplicativo mostra, com como desfazer. Diga isso em poucas palavras, sem repetir o assunto.
told-forget = Pediram que você esquecesse algo. Nada foi esquecido ainda: o aplicativo mostra o que iria embora, e a pessoa confirma ali. Diga isso em poucas palavras, sem repetir o que é.
told-nothing-found = Pediram algo à sua memória, e o aplicativo não achou nada que pudesse ser. Diga isso, e que a sala da memória mostra tudo o que você guarda.
told-everything = Pediram que você esquecesse tudo. Nada foi esquecido: tudo de uma vez não se apaga por um pedido na conversa. O que a pessoa quiser, uma coisa por vez, ela pode pedir aqui ou apagar na conversa e na sala da memória. Tudo o que foi dito, com as cópias, fica numa pasta só, que as configurações mostram: com o aplicativo fechado, quem apaga essa pasta apaga tudo. Diga isso com clareza e sem tentar convencer a pessoa a ficar.
heard-remember = Guardei. Você encontra isso entre o que eu lembro.
heard-avoid = Não toco mais nesse assunto.
heard-forget = Vou mostrar o que iria embora. É você quem confirma: depois de dez segundos ninguém traz de volta.
heard-nothing-found = Procurei, e não achei nada que pudesse ser isso. Na sala da memória você vê tudo o que eu guardo.
heard-everything = Não esqueci nada: tudo de uma vez eu não apago por um pedido na conversa. O que você quiser, uma coisa por vez, pode me pedir aqui ou apagar na sala da memória. Tudo o que dissemos, com as cópias, fica numa pasta só, que as configurações mostram em “Seus dados”: com o aplicativo fechado, quem apaga essa pasta apaga tudo.
