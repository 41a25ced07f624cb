package dev.snapseal.snapshot.carve;

import dev.snapseal.snapshot.page.PageType;

/// A page of bbolt's, known by its shape.
///
/// @param offset of its header
/// @param id as the header says it; times the page size it is the page's offset in its own file
/// @param type what it holds
/// @param count elements, 1 or more, or of a freelist page ids; 0 of a meta page
public record CarvedPage(long offset, long id, PageType type, int count) {}
