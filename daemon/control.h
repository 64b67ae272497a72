/* The control socket: what operators ask and order. */
#pragma once

#include "daemon/broker.h"

struct control;

int control_open(struct control **ret, struct broker *b);
struct control *control_close(struct control *c);
