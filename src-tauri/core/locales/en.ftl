notice-answer-ready-title = { $name }
notice-answer-ready-body = An answer is waiting for you.
