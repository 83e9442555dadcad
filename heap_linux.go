package main

// #include <malloc.h>
//
// static void keep_small(void) {
// #ifdef __GLIBC__
// 	mallopt(M_MMAP_THRESHOLD, 32 << 10);
// #endif
// }
//
// static void give_back(void) {
// #ifdef __GLIBC__
// 	malloc_trim(0);
// #endif
// }
import "C"

// keepHeapSmall makes the C library give every large block back to the system when
// it is freed. Left alone it raises what it calls large with the first picture that is
// freed, and the pictures of words, which come and go with each page, then stay in
// its heap between blocks that live on.
func keepHeapSmall() { C.keep_small() }

// trimHeap gives back what the C library keeps for later.
func trimHeap() { C.give_back() }
