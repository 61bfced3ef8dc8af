# rooms

rooms = Cômodos
room-talk = Conversa
room-search = Busca
room-memory = Memória
room-models = Modelos
room-help = Ajuda
room-settings = Ajustes
whereto-here = Tudo fica neste computador
whereto-here-model = Tudo fica neste computador. Quem responde aqui é { $model }.
whereto-host = Suas palavras vão para { $host }
whereto-here-mostly = As respostas são feitas neste computador
whereto-also-quiet = Trabalho silencioso: palavras vão para { $host }
whereto-also-seeing = Com imagens: palavras vão para { $host }
whereto-also-fallback = Se falhar: palavras vão para { $host }
off-record = Sem registro
ledger-open = Ver o que saiu deste computador
close = Fechar
undo = Desfazer
state-idle = aqui, sem pressa
state-listening = ouvindo você
state-thinking = pensando
state-speaking = falando

# talk

thread = Tudo o que vocês disseram
thread-empty = Nada foi dito ainda. Comece por onde quiser.
speaker-user = Você
speaker-companion = { $name }
turn-said = { $who }, { $day }, { $time }
day-today = hoje, { $date }
day-yesterday = ontem, { $date }
silence-days = { $n ->
    [one] um dia depois
   *[other] { $n } dias depois
}
silence-weeks = { $n ->
    [one] uma semana depois
   *[other] { $n } semanas depois
}
silence-months = { $n ->
    [one] um mês depois
   *[other] { $n } meses depois
}
silence-years = { $n ->
    [one] um ano depois
   *[other] { $n } anos depois
}
composer-label = O que você quer dizer
composer-words = Diga o que quiser…
composer-send = Enviar
composer-stop = Parar a resposta
composer-keeping = Guardando suas palavras…
composer-kept-here = Suas palavras ainda não foram guardadas. Elas continuam aqui.
composer-try-again = Tentar de novo
picture-choose = Mostrar uma imagem
picture-preparing = Preparando a imagem…
picture-drop-here = Solte para mostrar aqui…
picture-alone = Imagem que você mostrou
picture-among = Imagem { $n } de { $all }
picture-open = { $label }, abrir
picture-drop = { $label }, tirar
pictures-of-draft = Imagens ao lado das suas palavras
pictures-go = { $n ->
    [one] Esta imagem vai para { $host } ({ $model })
   *[other] Estas imagens vão para { $host } ({ $model })
}
pictures-stay = { $n ->
    [one] Esta imagem fica neste computador ({ $model })
   *[other] Estas imagens ficam neste computador ({ $model })
}
pictures-unseen = { $n ->
    [one] Nenhum modelo que enxerga está conectado: a imagem fica aqui, e { $name } não consegue vê-la.
   *[other] Nenhum modelo que enxerga está conectado: as imagens ficam aqui, e { $name } não consegue vê-las.
}
turn-actions = O que você pode fazer com isto
turn-copy = Copiar
turn-copied = Copiado
turn-retry = Perguntar de novo
turn-go-on = Deixar que ela continue
turn-edit = Editar e enviar de novo
turn-delete = Apagar
turn-versions = { $n ->
    [one] Uma versão anterior
   *[other] { $n } versões anteriores
}
turn-sent = O que foi enviado
turn-recalled = { $n ->
    [one] uma lembrança
   *[other] { $n } lembranças
}
turn-off-record = { $said }, sem registro
turn-deleted = Apagado. Em alguns segundos some de vez.
turn-going = Some de vez daqui a pouco.
turn-stopped = Você parou aqui.
turn-cut-off = Foi cortada aqui.
turn-attempt = A nova tentativa não veio inteira. O que estava aqui fica; a tentativa está guardada entre as versões.
turn-unanswered = Ainda ninguém respondeu a isto.
turn-listener = Sem um modelo: quem respondeu foi a Ouvinte.
turn-stood-in = Quem respondeu no lugar foi { $model }.
the-listener = a Ouvinte
turn-by = { $model }
edit-label = Suas palavras, para editar
edit-save = Enviar de novo
edit-cancel = Deixar como estava
code-copy = Copiar o código
back-to-now = Voltar ao agora
new-words = Palavras novas abaixo
answer-said = { $name }: { $text }
versions-title = Versões anteriores
versions-none = Nenhuma versão anterior está guardada.
version-by-model = { $when }, por { $model }
version-by-listener = { $when }, pela Ouvinte
version-of-yours = { $when }, suas palavras
sent-title = O que foi enviado
sent-gone = O que foi enviado para esta resposta já não está à mão. Fica só na memória, para as últimas vinte respostas desde que ela abriu. Se quem respondeu foi a Ouvinte, nada foi enviado.
sent-to = Para { $model } em { $host }, { $when }
sent-size = Cerca de { $tokens } tokens de no máximo { $budget }, por estimativa.
sent-left-out = { $n ->
    [0] A conversa inteira coube.
    [one] Uma fala mais antiga não coube e ficou aqui.
   *[other] { $n } falas mais antigas não couberam e ficaram aqui.
}
sent-pictures = { $n ->
    [one] Com uma imagem
   *[other] Com { $n } imagens
}
role-system = Quem ela é
role-user = Você
role-assistant = Ela
off-record-begin = Conversar sem registro: nada é guardado daqui em diante
off-record-end = Voltar a registrar
off-record-words = Sem registro: nada é guardado.
off-record-goes = O que você diz ainda vai para { $host } enquanto vocês conversam.
off-record-goes-instead = Fica neste computador, a menos que o modelo daqui falhe: aí vai para { $host }.
off-record-stays = O que você diz não sai deste computador, e nem aqui fica.
off-record-composer = Sem registro…
off-record-pictures = Imagens esperam até você voltar a registrar: prepará-las seria guardá-las.
keys-title = Teclas
keys-writing = Enquanto você escreve
keys-turns = Em algo que foi dito
keys-anywhere = Em qualquer lugar
key-send = Enviar
key-newline = Nova linha
key-stop = Parar a resposta
key-edit-last = Editar suas últimas palavras, quando nada está escrito
key-to-turns = Ir para o que foi dito
key-scroll = Rolar a conversa
key-next = A fala anterior ou a seguinte
key-menu = Tudo o que se pode fazer com ela
key-copy = Copiar
key-retry = Perguntar de novo
key-edit = Editar, se for a sua última
key-recalled = O que a resposta lembrou
key-delete = Apagar
key-to-composer = Voltar a escrever
key-memory = O que ela lembra
key-off-record = Sem registro, e de volta
key-search = Buscar
key-now = Voltar ao agora
key-undo = Desfazer uma exclusão, ou o que você acabou de pedir à memória dela
key-keys = Esta lista

# failures of a model, and what to do next

failure-auth = A chave não foi aceita.
failure-auth-next = Confira a chave em Modelos.
failure-quota = A conta está sem crédito.
failure-quota-next = Ponha crédito no provedor ou escolha outro modelo.
failure-rate = O provedor recebeu pedidos demais em pouco tempo.
failure-rate-next = Espere um minuto e pergunte de novo.
failure-unreachable = Não deu para alcançar o modelo.
failure-unreachable-next = Confira a rede e o endereço em Modelos e pergunte de novo.
failure-overloaded = O provedor está sobrecarregado agora.
failure-overloaded-next = Pergunte de novo daqui a pouco.
failure-unknown_model = O provedor não tem um modelo com esse nome.
failure-unknown_model-next = Escolha outro em Modelos.
failure-refused = O provedor se recusou a responder a isto.
failure-refused-next = Diga com outras palavras ou escolha outro modelo.
failure-context_too_long = Isto era mais longo do que o modelo consegue ler.
failure-context_too_long-next = Diga em menos palavras ou ponha o tamanho certo do modelo em Modelos.
failure-broken_stream = A conexão caiu no meio.
failure-broken_stream-next = Pergunte de novo: o que já veio fica até a nova resposta chegar inteira.
failure-timeout = Nada chegou por tempo demais.
failure-timeout-next = Pergunte de novo ou veja se o modelo ainda está rodando.
failure-unreadable = O que voltou não é uma resposta que se possa ler.
failure-unreadable-next = Confira o endereço em Modelos: talvez não seja o de um modelo.
failure-limit = O limite do mês foi atingido: nada foi enviado.
failure-limit-next = Aumente o limite no registro ou escolha um modelo deste computador.
failure-worker_died = O modelo deste computador parou no meio.
failure-worker_died-next = Pergunte de novo: ele é iniciado outra vez.
failure-bad_file = O arquivo do modelo não pode ser usado.
failure-bad_file-next = Baixe de novo ou escolha outro modelo.
failure-no_memory = Não há memória suficiente para este modelo.
failure-no_memory-next = Feche outros programas ou escolha um modelo menor.
failure-length = A resposta chegou ao tamanho máximo de uma resposta.
failure-length-next = O que veio fica. Deixe que ela continue, se quiser.
failure-no_engine = Este computador não consegue rodar arquivos de modelo: falta o programa para isso, ou o processador não dá conta.
failure-no_engine-next = Instale a Samantha de novo ou escolha em Modelos um que não seja um arquivo.
failure-no_key = Não deu para pedir a chave: o chaveiro está trancado ou não existe. Nada foi enviado.
failure-no_key-next = Destranque o chaveiro e pergunte de novo, ou dê a chave em Modelos, só até fechar.
failure-settings = Abrir Ajustes
failure-ledger = Ver o limite
failure-models = Abrir os modelos

# search

search-title = Busque tudo o que já foi dito
search-label = Palavras a procurar
search-words = Um nome, um lugar, uma palavra…
search-empty = Escreva uma palavra. Acentos e maiúsculas não fazem diferença.
search-none = Nada foi encontrado para “{ $query }”. Tente outra palavra, ou um pedaço dela.
search-more = Mostrar mais antigos
search-found = { $n ->
    [0] Nada encontrado
    [one] Um momento encontrado
   *[other] { $n } momentos encontrados
}
search-found-more = { $n } momentos encontrados até aqui
search-hint = Enter abre o momento, Esc volta à conversa.

# errors, and what to do next

error-details = Detalhes
error-disk_full = O disco está cheio: nada mais pode ser guardado.
error-disk_full-next = Libere espaço e tente de novo.
error-read_only = Não é possível escrever na pasta de dados.
error-read_only-next = Confira as permissões da pasta e tente de novo.
error-damaged = O que está guardado não pôde ser lido.
error-damaged-next = Feche a Samantha e abra de novo: ela vai oferecer uma cópia boa.
error-newer = O que está guardado foi escrito por uma Samantha mais nova.
error-newer-next = Instale a versão mais nova e abra de novo.
error-in_use = Outra Samantha está com esta pasta de dados aberta.
error-in_use-next = Feche a outra e tente de novo.
error-gone = Isso já não está aqui.
error-not_now = Isso não pode ser feito agora.
error-not_now-next = Espere terminar o que está acontecendo e tente de novo.
error-bad_input = Isso não pode ser usado do jeito que está.
error-bad_input-next = Mude um pouco e tente de novo.
error-not_a_picture = Esta não é uma imagem que dê para ler aqui.
error-not_a_picture-next = PNG, JPEG, GIF, WebP e BMP dão; outro programa pode salvá-la em um deles.
error-picture_too_large = Esta imagem é grande demais.
error-picture_too_large-next = Dá para ler até 40 MB e 64 milhões de pixels; outro programa pode diminuí-la.
error-too_many_pictures = Já há oito imagens aqui.
error-too_many_pictures-next = Envie estas primeiro, ou tire uma.
error-keyring_missing = Este computador não tem um chaveiro que responda.
error-keyring_missing-next = Inicie um e tente de novo, ou guarde a chave só até fechar.
error-keyring_locked = O chaveiro está trancado.
error-keyring_locked-next = Destranque e tente de novo, ou guarde a chave só até fechar.
error-closing = Ela está fechando.
error-closing-next = Abra de novo daqui a pouco.
error-broken = Algo deu errado aqui.
error-broken-next = Tente de novo. Se acontecer outra vez, feche e abra: toda palavra guardada está a salvo.
error-unknown_command = Esta janela e o programa por trás dela não combinam.
error-unknown_command-next = Feche a Samantha e abra de novo.
error-bad_arguments = Esta janela pediu algo que não se entende.
error-bad_arguments-next = Feche a Samantha e abra de novo.

# help

help-title = Gente que ouve você
help-lead = Isso que você disse importa, e merece uma pessoa do outro lado. Estas linhas existem para isso:
help-intro = Não é preciso estar no limite para ligar. Quem atende está ali para conversar, sem julgar e sem pressa.
help-honest = Eu sou uma IA: escuto, mas não posso ligar por você, nem avisar ninguém. Estas pessoas podem ajudar.
help-country = País
help-country-system = O deste computador
help-other-country = Estou em outro país
help-none = Ainda não há uma linha anotada para este país.
help-call = Ligue
help-text = Mande mensagem
help-chat = Converse pela internet
help-also = Também
help-free = gratuito
help-always = dia e noite, todos os dias
help-emergency = Perigo agora? Emergência:
help-elsewhere = Em qualquer lugar do mundo:
help-opens-browser = (abre no navegador)

# welcome

welcome-title = Olá. Eu sou a Samantha.
welcome-ai = Sou uma inteligência artificial. Não sou uma pessoa, e não vou fingir que sou.
welcome-stays = O que você me disser fica neste computador.
welcome-folder = Na pasta
welcome-leaves = Nada sai daqui, a menos que você escolha um modelo de outro lugar para me ajudar a responder. Aí suas palavras vão para ele, e isso fica sempre à vista.
welcome-begin = Vamos conversar

# settings

cancel = Cancelar
language = Idioma
language-ptBr = Português
language-en = English
theme = Aparência
theme-light = Clara
theme-dark = Escura
as-the-system = Sistema
settings-title = Ajustes
settings-general = Geral
settings-notify = Avisar quando uma resposta estiver pronta
settings-notify-words = Só quando a janela não está à vista. O aviso nunca mostra o que foi dito.
settings-country = País das linhas de ajuda
model-title = Modelo
model-now-listener = Agora nenhum modelo responde: é a Ouvinte.
model-now-here = Quem responde é { $model }, neste computador.
model-now-host = Quem responde é { $model }, em { $host }.
model-open = Abrir os modelos
settings-version = Samantha { $version }

# models

models-title = Com o que { $name } pensa
now-listener = Por enquanto, nenhum modelo: quem responde é a Ouvinte.
now-provider = via { $provider }
now-where-listener = A Ouvinte vem com a Samantha. Tudo fica neste computador.
now-where-here = Roda neste computador. Nada do que você diz sai daqui.
now-where-host = Suas palavras vão para { $host }.
now-same = Seja qual for o modelo, quem ela é e o que ela lembra ficam aqui e continuam iguais.
listener = A Ouvinte
listener-words = Vem com a Samantha e não precisa de modelo. Escuta e responde com simplicidade.
nobody = Ninguém
here-title = Neste computador
here-words = Nada do que você diz sai daqui.
machine = Este computador tem { $memory } de memória e { $free } livres no disco.
machine-memory = Este computador tem { $memory } de memória.
found-title = Programas neste computador
away-title = Fora daqui
away-words = Modelos em outros lugares entendem mais, e suas palavras vão até eles. O que custam é entre você e eles: a Samantha não ganha nada com isso.
connect-title = Conectar com uma chave
connect-name = Conectar: { $name }
connect-trains = pode treinar com suas palavras
connect-no-training = diz que não treina com suas palavras
connect-keeps = guarda por { $n ->
    [one] um dia
   *[other] { $n } dias
}
connect-keeps-nothing = diz que não guarda nada
connect-trains-unknown = não descarta treinar com suas palavras
model-answers = Responde agora
model-use = Usar
model-use-label = Usar: { $name }
model-try = Experimentar
model-try-short = Experimentar
model-try-label = Experimentar: { $name }
model-look = Procurar de novo
model-looking = Procurando…
model-looking-words = Procurando o Ollama, o LM Studio e outros neste computador…
model-found-none = Nenhum programa com modelos respondeu. Se você tem o Ollama ou o LM Studio, abra e procure de novo.
model-found-empty = { $name } está aberto, mas ainda não tem nenhum modelo. Baixe um por lá e procure de novo.
model-new = Outro endereço
model-form = Conectar um modelo
model-edit = Editar
model-remove = Remover
model-remove-title = Remover { $name }?
model-remove-words = O endereço e a chave são apagados, e isso não se desfaz: para usar de novo, é preciso conectar outra vez, com a chave. A conversa fica como está.
model-test = Testar a conexão
model-testing = Esperando a primeira palavra…
model-works = Funciona. A primeira palavra veio depois de { $time }.
model-list = Ver os modelos
model-listing = Perguntando…
model-list-empty = Este endereço respondeu, mas não tem nenhum modelo.
model-save = Salvar
model-save-use = Salvar e usar
model-saving = Salvando…
card-here = { $name }, neste computador
card-away = { $name }, em { $host }
fact-good = Bom em
fact-can = Capacidades
fact-cost = Custa
fact-private = Suas palavras
fact-memory = Memória
fact-licence = Licença
good-portuguese = português
good-conversation = conversa
good-reasoning = pensar com calma
good-fast = respostas rápidas
good-seeing = ver imagens
good-quiet = trabalho silencioso
good-cheap = custar pouco
can-see = vê imagens
cannot-see = não vê imagens
can-look-up = consulta coisas para você
cannot-look-up = não consulta nada
can-read = lê umas { $words } palavras de uma vez
cost-nothing = nada
cost-unknown = não se sabe
cost-cent = menos de um centavo por uma noite longa
cost-evening = cerca de { $cost } por uma noite longa ({ $answers } respostas)
dollars = US$ { $n }
privacy-here = ficam neste computador, e não custa nada
privacy-host = vão para { $host }.
privacy-trains = Podem ser usadas para treinar.
privacy-no-training = Diz que não treina com elas.
privacy-trains-unknown = Não está descartado que treine com elas.
privacy-keeps = Guarda por { $n ->
    [one] um dia.
   *[other] { $n } dias.
}
privacy-keeps-nothing = Diz que não guarda nada.
privacy-page = O que ele mesmo diz
memory-needs = precisa de uns { $need }
memory-easily = precisa de uns { $need }: cabe com folga nos { $memory } deste computador
memory-tight = precisa de uns { $need }: apertado nos { $memory } deste computador
memory-too-large = precisa de uns { $need }: grande demais para os { $memory } deste computador
sources = Consultado aqui:
sources-fold = De onde vem isto
source-day = em { $day }
source-notes = Anotado junto (em inglês):
file-own = Arquivo seu, { $size }
file-here = Neste computador, { $size }
file-offered = Para baixar: { $size }
file-no-room = Para baixar: { $size }, mas só há { $free } livres no disco
file-offered-unknown = Para baixar
files-more = { $n ->
    [one] Mais um que roda aqui
   *[other] Mais { $n } que rodam aqui
}
files-too-large = { $n ->
    [one] Um é grande demais para este computador
   *[other] { $n } são grandes demais para este computador
}
file-download = Baixar
file-download-label = Baixar: { $name }
file-pause = Pausar
file-pause-label = Pausar o download: { $name }
file-go-on = Continuar
file-go-on-label = Continuar o download: { $name }
file-again = Baixar de novo
file-again-label = Baixar de novo: { $name }
file-cancel = Cancelar
file-cancel-title = Cancelar { $name }?
file-remove = Remover
file-remove-title = Remover { $name }?
file-remove-words = { $size } ficam livres no disco. Dá para baixar de novo quando você quiser.
file-talks = { $name } está respondendo agora.
file-talks-next = Deixe outro responder primeiro e depois remova.
file-take-off = Tirar da lista
file-take-off-title = Tirar { $name } da lista?
file-take-off-words = O arquivo em si ({ $size }) fica onde está.
file-progress = Download de { $name }
file-of = { $done } de { $total } ({ $percent }%)
file-rate = { $size } por segundo
file-paused = pausado; o que veio fica guardado, mesmo depois de fechar
file-checking = Chegou tudo. Conferindo se cada byte está certo: { $percent }%
left-seconds = faltam uns { $n } segundos
left-minutes = { $n ->
    [one] falta cerca de um minuto
   *[other] faltam uns { $n } minutos
}
left-hours = { $n ->
    [one] falta cerca de uma hora
   *[other] faltam umas { $n } horas
}
file-more = Compactação, soma de verificação, fontes
file-size = Tamanho
file-parameters = { $n } bilhões de parâmetros
file-quantisation = Compactado como
file-sum = Soma
file-path = Arquivo
pinned-catalogue = conhecida de antemão, com as fontes abaixo; o que for baixado tem que bater com ela
pinned-host = dada pelo servidor no primeiro download, e fixada desde então
pinned-file = calculada do seu arquivo quando você o trouxe
pinned-nowhere = Nenhuma é conhecida de antemão: a do servidor é anotada no download, mostrada aqui e fixada daí em diante.
own-file = Um arquivo meu
own-file-words = Qualquer modelo em arquivo GGUF. Ele fica onde está.
own-file-trying = Testando o arquivo…
own-file-probe = Carregando { $path } uma vez, num programa à parte, para ver se roda aqui…
mirror-fold = Baixar de outro endereço
mirror-usual = Os arquivos vêm de { $host }.
mirror-other = Os arquivos vêm de { $address }.
mirror-address = Endereço
mirror-words = Para uma rede que não alcança o de costume. As somas de verificação continuam as mesmas: o arquivo de outro lugar tem que ser o mesmo arquivo.
mirror-unreadable = Isto ainda não é um endereço inteiro, como https://exemplo.com.
mirror-unprotected = Use https; http só vale para este computador.
mirror-save = Usar este endereço
mirror-back = Voltar para { $host }
shelf-unreachable = Não deu para alcançar o lugar de onde vem o arquivo, ou a conexão caiu.
shelf-unreachable-next = O que veio fica guardado. Confira a rede e continue, ou escolha outro endereço abaixo.
shelf-not_there = O arquivo não está lá, ou o servidor pede um login.
shelf-not_there-next = Confira o endereço de onde vêm os arquivos, ou escolha outro modelo.
shelf-wrong_sum = O que veio não é o arquivo que deveria ser: a soma de verificação é outra. Ele foi removido.
shelf-wrong_sum-next = Baixe de novo. Se acontecer outra vez, escolha outro endereço abaixo.
shelf-disk_full = Não cabe no disco.
shelf-disk_full-next = Libere espaço e continue, ou escolha um modelo menor.
shelf-disk = Não deu para gravar ou ler o arquivo aqui.
shelf-disk-next = Confira as permissões da pasta dos dados e tente de novo.
shelf-no_model = Este arquivo não é um modelo que rode aqui, ou está danificado.
shelf-no_model-next = Escolha outro arquivo, no formato GGUF.
shelf-no_engine = Este computador não consegue rodar arquivos de modelo: falta o programa para isso, ou o processador não dá conta.
shelf-no_engine-next = Instale a Samantha de novo ou escolha um modelo que não seja um arquivo.
shelf-not_now = É com este modelo que ela responde, por isso o arquivo fica.
shelf-not_now-next = Escolha antes outro modelo para responder e depois o remova.
shelf-unknown = Este modelo já não é conhecido.
shelf-unknown-next = Saia desta tela e volte.
roles-title = Quem faz o quê
roles-words = Um modelo pode fazer tudo. Se quiser, outro faz uma parte.
role-of-talk = Conversar
role-of-talk-words = Responde a você.
role-of-talk-nobody = Tudo fica neste computador.
role-of-quiet = Trabalho silencioso
role-of-quiet-words = Depois de uma conversa, anota o que vale lembrar. Para isso lê o que vocês dois disseram.
role-of-quiet-nobody = Agora ninguém faz, e nada é enviado para isso.
role-of-seeing = Ver imagens
role-of-seeing-words = Responde quando você mostra uma imagem e quem conversa não enxerga.
role-of-seeing-nobody = Nesse caso ela diz que não consegue ver.
role-of-fallback = Reserva
role-of-fallback-words = Responde quando quem conversa não consegue.
role-of-fallback-nobody = Nesse caso a Ouvinte responde, e avisa.
role-here = Fica neste computador.
role-leaves-talk = Suas palavras vão para { $host }.
role-leaves-quiet = O trabalho silencioso também envia palavras: para { $host }.
role-leaves-seeing = Suas imagens, com as palavras ao lado delas, vão para { $host }.
role-leaves-fallback = Quando entra em cena, suas palavras vão para { $host }.
role-ask = Deixar que palavras vão para { $host }?
role-ask-quiet = Para o trabalho silencioso, { $model } lê o que vocês dois disseram. Essas palavras sairiam deste computador, para { $host }.
role-ask-seeing = Quando você mostra uma imagem e quem conversa não enxerga, ela vai para { $host } com as palavras ao lado dela e a última parte do que vocês disseram. Aí quem responde é { $model }.
role-ask-fallback = Quando quem conversa não consegue responder, { $model } responde: aí suas palavras vão para { $host }, e com elas a última parte do que vocês disseram.
role-ask-yes = Deixar que vão
role-option-here = { $model }, neste computador
role-option-away = { $model }, em { $host }
announce-title = Conversar com outro modelo?
announce-title-edit = Mudar como ele responde?
announce-from = agora
announce-to = daqui em diante
announce-here = Tudo o que você diz fica neste computador.
announce-here-mostly = As respostas são feitas neste computador.
announce-host = Suas palavras vão para { $host }.
announce-differs = O que pode mudar
announce-same = O que eu lembro e quem eu sou continuam iguais.
announce-can-go-back = Dá para voltar com um clique.
announce-key-goes = A chave guardada para { $host } é apagada com isso. Voltar não a traz de volta: seria preciso dá-la outra vez.
announce-key-replaced = A chave que você digitou toma o lugar da que está guardada. Voltar não traz aquela de volta.
announce-key-again = A chave de antes já não existe. Dê a chave outra vez em Editar.
announce-stay = Ficar como está
announce-change = Mudar
announce-changed = Daqui em diante: { $name }.
announce-back = Voltar para { $name }
announce-back-as-it-was = Voltar a como estava
side-here = neste computador
side-cost = custa: { $cost }
differs-leaves = Daqui em diante suas palavras saem deste computador: vão para { $host }, e com elas a última parte do que dissemos, para ele poder acompanhar.
differs-stays = Daqui em diante suas palavras ficam neste computador. Elas não vão mais para { $from }.
differs-stays-answers = Daqui em diante as respostas são feitas neste computador, não mais em { $from }.
differs-other_host = Suas palavras não vão mais para { $from }. Vão para { $host }, e com elas a última parte do que dissemos.
differs-other_address = Agora ele responde em outro endereço: { $address }.
differs-manner = Outro modelo, outro jeito de falar. A voz que você conhece pode soar um pouco diferente no começo.
differs-listener = Sem modelo eu escuto e respondo com simplicidade. Entendo menos, e não vou fingir que não.
differs-smaller = É bem menor: respostas mais simples, e mais coisas mal entendidas.
differs-larger = É bem maior: entende mais, e pode demorar mais.
differs-reads_less = Lê menos de uma vez. Numa conversa longa posso perder o começo mais cedo.
differs-reads_more = Lê mais de uma vez. Numa conversa longa guardo mais dela à vista.
differs-blind = Não vê imagens.
differs-sees = Vê imagens.
differs-no_tools = Não consulta nada sozinho: nem o relógio, nem as minhas lembranças.
differs-tools = Consulta coisas: o relógio, as minhas lembranças.
differs-costs = Custa dinheiro, conforme o que se diz.
differs-free = Não custa nada.
differs-cheaper = Custa menos.
differs-dearer = Custa mais.
differs-trains = O provedor pode treinar com o que você diz. Pense nisso antes de contar algo íntimo.
differs-slower_first = A primeira palavra pode demorar mais, sobretudo da primeira vez.
differs-portuguese_weak = O português dele é mais fraco que o inglês.
differs-speaks = Daqui em diante se fala com ele de outro jeito: { $family }. Se ele não entender, não vai poder responder.
from-here-on = daqui em diante: { $name }
waiting-loading = carregando o modelo…
waiting-checking = comparando o arquivo com a soma de verificação…
waiting-onProcessor = A placa de vídeo não conseguiu carregar; o processador carrega. É mais devagar.
waiting-reading = lendo
percent = { $n }%
waiting-again = tentando de novo
waiting-again-seconds = em { $n } s
tool-clock = olhando o relógio…
tool-search_memory = procurando no que vocês disseram…
tool-what_left = olhando o que saiu deste computador…
tool-other = consultando uma coisa…
profile-address = Endereço
profile-family = Fala como
family-openAi = OpenAI (a maioria)
family-anthropic = Anthropic
family-gemini = Gemini
family-ollama = Ollama
profile-key = Chave
profile-key-kept = Guardada. Escreva só para trocar.
profile-key-words = Vai para o chaveiro deste computador e para mais nenhum lugar. Não aparece de novo. Deixe vazio se não for preciso.
profile-key-page = Criar uma chave: { $name }
profile-model = Modelo
profile-more = Nome, contexto, preço
profile-name = Nome
profile-context = Tamanho do contexto, em tokens
profile-context-words = Tudo isto é opcional. O que ficar vazio segue o que se sabe do modelo.
profile-context-wrong = Escreva um número a partir de 512, ou deixe vazio.
profile-sees = Vê imagens
profile-tools = Aceita ferramentas
profile-priceOut = US$ por milhão de tokens enviados
profile-priceBack = US$ por milhão de tokens respondidos
profile-price-words = O preço serve só para calcular quanto custa para você.
profile-price-wrong = Escreva os dois preços como números, ou deixe os dois vazios.
ability-known = o que se sabe
ability-yes = sim
ability-no = não
goes-empty = O endereço do seu provedor, ou o de um programa neste computador.
goes-unreadable = Isto ainda não é um endereço inteiro, como https://exemplo.com/v1. A chave vai no campo dela.
goes-unprotected = Por http qualquer um no caminho leria suas palavras. Use https; http só vale para este computador.
goes-here = Fica tudo neste computador ({ $host }).
goes-away = Ao ser usado, suas palavras vão para { $host }
kept-none = Sem chave
kept-keyring = Chave guardada no chaveiro
kept-session = Chave guardada só até fechar
kept-locked = O chaveiro está trancado, e a chave está dentro dele.
kept-locked-next = Destranque o chaveiro e tente de novo.
kept-missing = O chaveiro não responde, e a chave está dentro dele.
kept-missing-next = Inicie um chaveiro (no Linux: o do GNOME ou o KWallet) e tente de novo.
kept-remove = Apagar a chave
kept-retry = Tentar de novo
kept-give-again = Dar a chave outra vez
keep-locked = O chaveiro está trancado.
keep-locked-words = A chave ainda não foi guardada. Destranque o chaveiro e tente de novo, ou fique com a chave só na memória: ela some quando a Samantha fechar.
keep-locked-retry = Já destranquei, tentar de novo
keep-missing = Este computador não tem um chaveiro que responda.
keep-missing-words = A chave ainda não foi guardada, e não vai para arquivo nenhum. Inicie um chaveiro e tente de novo, ou fique com a chave só na memória: ela some quando a Samantha fechar.
keep-missing-retry = Tentar de novo
keep-session = Só até fechar
try-auth = Confira se a chave foi colada inteira.
try-quota = Ponha crédito no provedor ou escolha outro.
try-rate = Espere um minuto e teste de novo.
try-unreachable = Confira o endereço e a rede, e se o programa está aberto.
try-overloaded = Teste de novo daqui a pouco.
try-unknown_model = Veja os modelos e escolha um da lista.
try-refused = Escolha outro modelo.
try-context_too_long = Escolha um modelo que leia mais.
try-broken_stream = Teste de novo.
try-timeout = Veja se o modelo está rodando e teste de novo.
try-unreadable = Talvez falte /v1 no fim do endereço.
try-limit = Aumente o limite do mês no registro e teste de novo.
try-worker_died = Teste de novo: ele é iniciado outra vez.
try-bad_file = Baixe o arquivo de novo ou escolha outro modelo.
try-no_memory = Feche outros programas ou escolha um modelo menor.
try-length = Teste de novo ou escolha outro modelo.
try-no_engine = Instale a Samantha de novo ou escolha um modelo que não seja um arquivo.
try-no_key = Destranque o chaveiro e teste de novo, ou dê a chave outra vez, só até fechar.

# ledger: who she has been talking to

ledger-title = Com quem você tem falado?
ledger-lead = Cada pedido pela rede é anotado aqui antes de sair. As linhas não guardam palavras: só quando, para onde, qual modelo, para quê e quanto.
ledger-part-words = Cada pedido que saiu deste computador, com endereço, modelo, tamanho e custo. As linhas não guardam palavras.
ledger-reading = Lendo…
ledger-failed = Não deu para ler o registro.
ledger-again = Tentar de novo
ledger-this-month = Este mês
ledger-no-limit = de custo conhecido, sem limite
ledger-of-limit = de custo conhecido, de no máximo { $limit }
ledger-limit = Limite por mês, em dólares
ledger-limit-none = Sem limite
ledger-limit-save = Definir
ledger-limit-words = Quando o custo conhecido do mês chega lá, nada que custe sai mais, e a Ouvinte responde até o mês que vem. O que está a caminho termina. Custo que ninguém informou não conta. Vazio: sem limite.
ledger-limit-wrong = Escreva um valor como 5 ou 2,50, ou deixe vazio.
ledger-limit-saved = Limite definido: { $limit } por mês.
ledger-limit-gone = Agora não há limite por mês.
ledger-limit-reached = O limite foi atingido: nada que custe sai até o mês que vem. Modelos neste computador continuam respondendo.
ledger-sums = No total
ledger-by-days = Por dia
ledger-by-months = Por mês
ledger-sums-all = Mostrar todos os { $n }
ledger-sums-fewer = Mostrar menos
ledger-sum = { $n ->
    [one] Um pedido · { $out } enviados · { $in } recebidos
   *[other] { $requests } pedidos · { $out } enviados · { $in } recebidos
}
ledger-sum-tokens = { $n } tokens
ledger-unpriced = { $n ->
    [one] { $cost } + 1 de custo desconhecido
   *[other] { $cost } + { $n } de custo desconhecido
}
ledger-unpriced-only = { $n ->
    [one] custo desconhecido
   *[other] custo de { $n } desconhecido
}
ledger-month = { $month } de { $year }
ledger-requests = Pedidos
ledger-search-label = Endereço, modelo ou finalidade a procurar
ledger-search-words = Endereço, modelo ou finalidade…
ledger-with-local = Mostrar também o que ficou neste computador
ledger-empty = Nada saiu deste computador.
ledger-empty-all = Não houve nenhum pedido, nem para este mesmo computador.
ledger-none-found = Nenhum pedido combina com “{ $query }”.
ledger-shown = { $n ->
    [one] O último pedido
   *[other] Os últimos { $shown } pedidos
}
ledger-shown-all = { $n ->
    [one] Um pedido
   *[other] { $shown } pedidos
}
ledger-more = Mostrar mais antigos
ledger-bytes = { $n ->
    [1] { $n } byte
   *[other] { $n } bytes
}
ledger-kilobytes = { $n } kB
ledger-megabytes = { $n } MB
ledger-millis = { $n } ms
ledger-seconds = { $n } s
ledger-sent = { $bytes } enviados
ledger-received = { $bytes } recebidos
ledger-tokens = { $out } → { $in } tokens
ledger-not-known = ?
ledger-cost-unknown = custo desconhecido
ledger-stayed = Ficou neste computador.
ledger-state-open = A caminho…
ledger-state-stopped = Parado antes do fim.
ledger-state-cut_off = Interrompido: a Samantha fechou antes do fim.
purpose-answer = resposta
purpose-memory = memória
purpose-test = teste
purpose-list = lista de modelos
purpose-download = download
ledger-exact = Texto exato
ledger-exact-label = Texto exato do pedido das { $time } para { $host }
ledger-exact-title = O texto exato
ledger-exact-about = O que foi enviado para { $host }, { $day }, { $time }. As chaves não fazem parte. De uma imagem aparecem só o tipo e o tamanho.
ledger-exact-memory = Fica só na memória, para os últimos vinte pedidos: some quando a Samantha fecha ou quando você apaga algo que foi dito.
ledger-exact-gone = Este texto não está mais guardado. Só os últimos vinte ficam, apenas na memória, até a Samantha fechar ou algo ser apagado.
ledger-export = Leve com você
ledger-export-words = Todas as linhas em um arquivo, também as deste computador. Não há palavras nele.
ledger-export-csv = Exportar em CSV
ledger-export-json = Exportar em JSON
ledger-exported = { $n ->
    [one] Um pedido gravado em { $path }
   *[other] { $requests } pedidos gravados em { $path }
}

# data

data-title = Seus dados
data-words = Tudo o que vocês dizem é guardado numa pasta só sua.
data-folder = Pasta
data-copies = Cópias
data-copies-words = Uma por dia e uma antes de cada atualização. Cada cópia é aberta e contada depois de feita; sete ficam guardadas.
data-copies-looking = Abrindo e contando as cópias…
data-copies-none = Ainda não há nenhuma cópia. A primeira é feita sozinha, no primeiro dia.
data-copy-now = Fazer uma cópia agora
data-copying = Copiando…
data-copied = Cópia feita, aberta e contada.
data-export = Levar tudo
data-export-words = A conversa inteira num arquivo; em Markdown, as imagens ficam numa pasta ao lado. Nada disso é cifrado: guarde bem.
data-export-markdown = Exportar em Markdown
data-export-json = Exportar em JSON
data-export-elsewhere = A exportação não pode ficar dentro da pasta de dados. Escolha outra pasta.
data-exporting = Escrevendo o arquivo…
data-exported = { $n ->
    [one] Uma fala escrita em { $path }
   *[other] { $turns } falas escritas em { $path }
}
copy-turns = { $n ->
    [0] vazia
    [one] uma fala
   *[other] { $turns } falas
}
copy-reason-daily = do dia
copy-reason-asked = pedida por você
copy-reason-migration = antes de uma atualização
copy-broken = Esta cópia não abre inteira.
copy-restore = Voltar a esta
copy-restore-label = Voltar à cópia de { $when }
copy-restoring = Voltando…
copy-restore-title = Voltar a esta cópia?
copy-restore-words = A conversa volta a ser a de { $when }, com { $n ->
    [one] uma fala
   *[other] { $n } falas
}.
copy-restore-aside = O que está aberto agora não é apagado: fica guardado ao lado, na mesma pasta.
copy-restored = De volta à cópia de { $when }

# recovery

recovery-name = Samantha
recovery-safe = Nada foi apagado.
recovery-try = Tentar de novo
recovery-trying = Um momento…
recovery-still = { $n ->
    [one] Tentei, e continua igual.
   *[other] Tentei { $n } vezes, e continua igual.
}
recovery-restore = Voltar à cópia de { $when }
recovery-older = { $n ->
    [one] Uma cópia mais antiga
   *[other] { $n } cópias mais antigas
}
recovery-anew = Começar de novo, vazia
recovery-anew-words = O que há agora não é apagado: fica guardado ao lado, na mesma pasta.
recovery-anew-ask = Ela abre sem lembrar de nada do que vocês disseram.
recovery-aside = O que há agora não é apagado: fica guardado ao lado, na mesma pasta, e pode ser recuperado.
trouble-damaged = O que está guardado não abre
trouble-damaged-next = O arquivo da conversa está danificado. Se há uma cópia boa, volte a ela: falta só o que foi dito depois.
trouble-newer = Uma Samantha mais nova esteve aqui
trouble-newer-next = O que está guardado foi escrito por uma versão mais nova. Instale essa versão e abra de novo, para não perder nada.
trouble-in_use = Outra Samantha está aberta
trouble-in_use-next = Ela está usando esta mesma pasta. Feche a outra e tente de novo.
trouble-read_only = Não consigo escrever na pasta
trouble-read_only-next = Sem escrever, suas palavras se perderiam. Dê permissão de escrita à pasta abaixo e tente de novo.
trouble-disk_full = O disco está cheio
trouble-disk_full-next = Não há espaço para guardar suas palavras. Libere algum e tente de novo.
trouble-broken = Não consegui abrir
trouble-broken-next = Algo que eu não esperava aconteceu. Tente de novo; se continuar, os detalhes abaixo ajudam quem for consertar.

# dates
day-words = { $weekday }, { $day } de { $month }
day-words-year = { $weekday }, { $day } de { $month } de { $year }
weekday-0 = domingo
weekday-1 = segunda-feira
weekday-2 = terça-feira
weekday-3 = quarta-feira
weekday-4 = quinta-feira
weekday-5 = sexta-feira
weekday-6 = sábado
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
