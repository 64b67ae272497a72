/* Dead letters: articles that were given up, and what an operator does with them. */
#pragma once

#include "daemon/ledger/ledger.h"
#include "daemon/control/request.h"

int dead_list(struct ledger *l, const struct request *q, struct frame_part head);
int dead_show(struct ledger *l, const struct request *q, struct frame_part head);
int dead_retry(struct ledger *l, const struct request *q, struct frame_part head);
int dead_drop(struct ledger *l, const struct request *q, struct frame_part head);
