"""The numbers on a terminal or in a log."""

from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

from benchmarks import reading
from benchmarks.long import lines

WIDTH = 118


def show(found: dict[str, Any]) -> None:
    """Machine, limits, commands, kernels, installed size."""
    console = Console(width=None if Console().is_terminal else WIDTH, highlight=False, markup=False)
    about = found["machine"]
    console.print(
        f"{about['processor']}, {about['cores']} cores, {about['system']}, Python {about['python']}, "
        f"load {about['load_1_min']} at the start"
    )
    console.print(f"{found['material']}\nWhole processes, median of {found['runs']} runs after a warm-up.\n")
    console.print(_limits(found["limits"]))
    console.print(_commands(found["commands"]))
    console.print(
        "MB: all processes of the command together, shared pages counted twice; under 20 it is the measuring process.\n"
    )
    console.print(_kernels(found["kernels"]))
    console.print("\n".join(lines(found["worn"])) + "\n")
    console.print("\n".join(reading.lines(found["reading"])) + "\n")
    console.print(_thinking(found["thinking"]))
    console.print(_loads(found["loads"]))
    console.print(_installed(found["installed"]))


def _table(first: str, *numbers: str, last: str = "") -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    table.add_column(first)
    for name in numbers:
        table.add_column(name, justify="right", no_wrap=True)
    if last:
        table.add_column(last, no_wrap=True)
    return table


def _limits(rows: list[dict[str, Any]]) -> Table:
    table = _table("limit or peer, in the same run", "wall s", "CPU s", "MB")
    for row in rows:
        cells = [row["error"]] if "error" in row else [f"{row[k]:.2f}" for k in ("wall_s", "cpu_s")]
        table.add_row(row["name"], *cells, *([] if "error" in row else [f"{row['peak_mb']:.0f}"]))
    return table


def _commands(rows: list[dict[str, Any]]) -> Table:
    table = _table("command", "wall s", "runs", "target", "CPU s", "MB", "target", last="times its limit")
    for row in rows:
        if "error" in row:
            table.add_row(row["name"], f"failed: {row['error']}")
            continue
        ratio = "" if row["times_limit"] is None else f"{row['times_limit']:.1f} x {row['limit']}"
        table.add_row(
            row["name"],
            f"{row['wall_s']:.2f}",
            f"{min(row['runs_s']):.2f}-{max(row['runs_s']):.2f}",
            _target(row["target_s"], "s"),
            f"{row['cpu_s']:.2f}",
            f"{row['peak_mb']:.0f}",
            _target(row["target_mb"], "MB"),
            ratio,
        )
    return table


def _target(value: float | None, unit: str) -> str:
    return "-" if value is None else f"{value:g} {unit}"


def _kernels(found: dict[str, Any]) -> str:
    if "error" in found:
        return f"kernels: failed: {found['error']}"
    hours = found["samples"] / found["rate_hz"] / 3600
    head = f"force_live, {hours:g} h at {found['rate_hz']:g} Hz ({found['samples'] / 1e6:.2f} million samples)"
    plain = f"interpreted {found['interpreted_per_s'] / 1e6:.2f} million samples/s"
    if found["compiled_per_s"] is None:
        return f"{head}: {plain}; no compiler, or no place for its cache\n"
    return (
        f"{head}: compiled {found['compiled_per_s'] / 1e6:.0f} million samples/s "
        f"({found['compiled_per_s'] / found['interpreted_per_s']:.0f} times as fast as interpreted, "
        f"{found['compiled_per_s'] / found['lfilter_per_s']:.2f} times scipy's lfilter, which does the filter alone); "
        f"{plain}; first call {found['first_call_cold_s']:.1f} s where it compiles, {found['first_call_s']:.2f} s from "
        "the cache\n"
    )


def _thinking(found: dict[str, Any]) -> str:
    if "error" in found:
        return f"plan and decision: failed: {found['error']}"
    return (
        f"plan: {found['plan_ms']:.2f} ms of computing (target 20, "
        f"{found['plan_ms'] / found['plan_json_ms']:.0f} times writing it as JSON); "
        f"decision on {found['check_ins']} check-ins: {found['decide_ms']:.2f} ms (target 2, "
        f"{found['decide_ms'] / found['decode_ms']:.1f} times decoding the log)\n"
    )


def _loads(found: dict[str, Any]) -> str:
    if "error" in found:
        return f"tissue loads: failed: {found['error']}"
    return (
        f"tissue loads of a {found['seconds']:.0f} s trial with {found['contacts']} contacts: "
        f"{found['loads_ms']:.0f} ms beyond reading (target 150, {found['loads_ms'] / found['bodies_ms']:.1f} times "
        f"fitting its rigid bodies); of {found['trials']} the last cost {found['last_over_first']:.2f} times the "
        "first\n"
    )


def _installed(found: dict[str, Any]) -> str:
    largest = ", ".join(f"{name} {size:.0f}" for name, size in found["largest_mb"].items())
    return (
        f"installed for running: {found['packages']} packages, {found['total_mb']:.0f} MB, "
        f"{found['total_mb'] / found['ground_mb']:.1f} times numpy + scipy + numba + llvmlite alone; largest: {largest}"
    )
