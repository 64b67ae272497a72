/* An event for people: a line or two, as from a wire. */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

/* Prints `event` (CloudEvents). Whatever an article put into it, the terminal only
 * shows it. `colour` marks type and quote. */
void show_event(FILE *to, const json_t *event, bool colour);
