notice-answer-ready-title = { $name }
notice-answer-ready-body = Uma resposta espera por você.
