/* The journal's threads. */
#pragma once

#include <pthread.h>

/* Starts one that takes no signals: they belong to the loop. */
int thread_start(pthread_t *ret, const char *name, void *(*run)(void *), void *ctx);

/* Makes the eventfd readable. */
void thread_raise(int event);
