package dev.weir.streams.rollup;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Numbers by group, in pages that are there once a group of theirs is: few groups of a million are a few pages. */
final class GroupIndex {

    static final int ABSENT = -1;

    private static final int PAGE_BITS = 8;
    private static final int PAGE = 1 << PAGE_BITS;
    private static final int WITHIN_PAGE = PAGE - 1;

    private int[] @Nullable [] pages = new int[0][];

    int find(int group) {
        int page = group >>> PAGE_BITS;
        if (page >= pages.length || pages[page] == null) {
            return ABSENT;
        }
        return pages[page][group & WITHIN_PAGE] - 1;
    }

    void put(int group, int number) {
        int page = group >>> PAGE_BITS;
        if (page >= pages.length) {
            pages = Arrays.copyOf(pages, Math.max(page + 1, 2 * pages.length));
        }
        if (pages[page] == null) {
            pages[page] = new int[PAGE];
        }
        pages[page][group & WITHIN_PAGE] = number + 1;
    }

    /** The index of these groups by their places. */
    static GroupIndex of(int[] groups, int count) {
        GroupIndex index = new GroupIndex();
        for (int place = 0; place < count; place++) {
            index.put(groups[place], place);
        }
        return index;
    }
}
