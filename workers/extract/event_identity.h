/* What an event is known by: its id, its key, its subject, the names in it. */
#pragma once

#include "workers/extract/event_json.h"

/* Sets all but the data of *ret. */
void event_identify(const struct event_context *c, const struct draft *d,
		    struct extracted_event *ret);
