/* A cleaned article as `newswire clean` prints it. */
#pragma once

#include "protocol/base/buf.h"
#include "workers/document.h"

/* Appends {"title": …, "flags": […]}: all members of the form, absent ones as null; the
 * asker adds "file". */
int clean_json_put(struct buf *out, const struct clean_article *doc);
