from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from complaint_center.web.charts import Chart, Series

COUNTS = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), max_size=12)


@given(COUNTS)
def test_bars_keep_to_one_scale_and_to_the_frame(counts: list[tuple[int, int]]) -> None:
    done, open_ = ([pair[number] for pair in counts] for number in (0, 1))
    chart = Chart("months", [str(number) for number in range(len(counts))], [Series("a", done), Series("b", open_)])
    longest = max((sum(pair) for pair in counts), default=0)
    for bar, pair in zip(chart.bars, counts, strict=True):
        width = sum(segment.width for segment in bar.segments)
        assert width <= 100.02
        assert abs(width - 100 * sum(pair) / (longest or 1)) < 0.02
        assert all(str(value) in bar.spoken and str(value) in bar.told for value in pair if 0 < value < 10**5)


def test_numbers_stand_beside_the_bars() -> None:
    chart = Chart("t", ["ต.ค.", "พ.ย."], [Series("แล้วเสร็จ", [3, 0]), Series("อยู่ระหว่าง", [2, 0])])
    assert [bar.told for bar in chart.bars] == ["3 + 2 = 5", "0"]
    assert [bar.spoken for bar in chart.bars] == ["แล้วเสร็จ 3 · อยู่ระหว่าง 2", "0"]
    assert [(bar.told, bar.spoken) for bar in Chart("t", ["a"], [Series("x", [7])]).bars] == [("7", "7")]
