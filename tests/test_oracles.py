"""The references agree with torch. These tests skip without it: `pip install -e ".[oracle]"` brings it."""

from __future__ import annotations

import itertools
from types import ModuleType

import numpy as np
import pytest

from grader.catalogue import Catalogue
from grader.solution import TrustedSolution

torch: ModuleType = pytest.importorskip("torch", reason="torch is not installed (the extra `oracle`)")


def reference(catalogue: Catalogue, kata_id: str) -> TrustedSolution:
    """The reference solution of a kata."""
    kata = catalogue.load(kata_id)
    return TrustedSolution(kata, kata.reference_path)


@pytest.mark.parametrize(
    ("stride", "padding", "sides", "kernel_sides"),
    list(itertools.product([1, 2, 3], [0, 1, 3], [(5, 7), (8, 4)], [(1, 1), (3, 3), (2, 4), (4, 1)])),
)
def test_conv2d_agrees_with_torch(
    catalogue: Catalogue, stride: int, padding: int, sides: tuple[int, int], kernel_sides: tuple[int, int]
) -> None:
    """torch.nn.functional.conv2d, with the axes moved to channels first."""
    rng = np.random.default_rng(0)
    for n, dtype in ((0, "float64"), (1, "float32"), (3, "float64")):
        x = rng.standard_normal((n, *sides, 3)).astype(dtype)
        kernel = rng.standard_normal((*kernel_sides, 3, 2)).astype(dtype)
        ours = reference(catalogue, "conv2d").conv2d(x, kernel, stride, padding)
        theirs = torch.nn.functional.conv2d(
            torch.tensor(x).permute(0, 3, 1, 2),
            torch.tensor(kernel).permute(3, 2, 0, 1),
            stride=stride,
            padding=padding,
        )
        tolerance = 1e-12 if dtype == "float64" else 1e-4
        np.testing.assert_allclose(ours, theirs.permute(0, 2, 3, 1).numpy(), rtol=tolerance, atol=tolerance)


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"lr": 0.3},
        {"beta1": 0.5, "beta2": 0.7},
        {"eps": 1e-2},
        {"lr": 1.0, "beta1": 0.0, "beta2": 0.9, "eps": 1e-5},
    ],
    ids=str,
)
@pytest.mark.parametrize("size", [1.0, 1e-9, 1e30])
def test_adam_step_agrees_with_torch(catalogue: Catalogue, settings: dict[str, float], size: float) -> None:
    """torch.optim.Adam over 200 steps on the same gradients."""
    rng = np.random.default_rng(1)
    param = rng.standard_normal((4, 3))
    m, v = np.zeros_like(param), np.zeros_like(param)
    theirs = torch.tensor(param, requires_grad=True)
    lr, beta1, beta2, eps = ({"lr": 1e-3, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8} | settings).values()
    adam = torch.optim.Adam([theirs], lr=lr, betas=(beta1, beta2), eps=eps)
    step = reference(catalogue, "adam_step").adam_step
    for t in range(1, 201):
        grad = rng.standard_normal(param.shape) * size
        param, m, v = step(param, grad, m, v, t, **settings)
        theirs.grad = torch.tensor(grad)
        adam.step()
        np.testing.assert_allclose(param, theirs.detach().numpy(), rtol=1e-9, atol=1e-12)


def test_receptive_field_agrees_with_gradients(catalogue: Catalogue) -> None:
    """The inputs that one output's gradient reaches, in a chain of torch convolutions whose taps are all ones."""
    rng = np.random.default_rng(2)
    for _ in range(30):
        layers = [tuple(int(number) for number in rng.integers(1, 4, size=3)) for _ in range(rng.integers(1, 5))]
        fields = reference(catalogue, "receptive_field").receptive_field(layers)
        x = torch.ones(1, 1, int(fields[-1]) + 7, dtype=torch.float64, requires_grad=True)
        y = x
        for kernel_size, stride, dilation in layers:
            kernel = torch.ones(1, 1, kernel_size, dtype=torch.float64)
            y = torch.nn.functional.conv1d(y, kernel, stride=stride, dilation=dilation)
        y[0, 0, 0].backward()
        reached = x.grad[0, 0].nonzero()
        assert int(reached.max() - reached.min()) + 1 == fields[-1]
