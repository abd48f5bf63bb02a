"""The references agree with torch and pycocotools. These tests skip without them: the extra `oracle` brings them."""

from __future__ import annotations

import itertools
from types import ModuleType

import numpy as np
import pytest

from grader.catalogue import Catalogue
from grader.solution import TrustedSolution

torch: ModuleType = pytest.importorskip("torch", reason="torch is not installed (the extra `oracle`)")
mask: ModuleType = pytest.importorskip("pycocotools.mask", reason="pycocotools is not installed (the extra `oracle`)")


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


def random_boxes(rng: np.random.Generator, count: int) -> np.ndarray:
    """Boxes with fractional corners, some without area, crowded enough to overlap."""
    corners = rng.uniform(-10, 10, (count, 2))
    return np.concatenate(
        [corners, corners + rng.uniform(0, 8, (count, 2)) * rng.integers(0, 5, (count, 1)).clip(0, 1)], 1
    )


def test_iou_agrees_with_pycocotools(catalogue: Catalogue) -> None:
    """pycocotools.mask.iou of bounding boxes (x, y, width, height)."""
    rng = np.random.default_rng(3)
    for n, m in [(1, 1), (4, 7), (30, 20)]:
        a, b = random_boxes(rng, n), random_boxes(rng, m)
        sized = [np.concatenate([boxes[:, :2], boxes[:, 2:] - boxes[:, :2]], 1) for boxes in (a, b)]
        theirs = np.asarray(mask.iou(*sized, [0] * m))
        ours = reference(catalogue, "iou").iou(a, b)
        np.testing.assert_allclose(ours, np.nan_to_num(theirs), rtol=1e-12, atol=1e-15)


def test_iou_of_pixels_agrees_with_counting(catalogue: Catalogue) -> None:
    """inclusive=True, by painting both boxes pixel by pixel."""
    rng = np.random.default_rng(4)
    for _ in range(100):
        corners = rng.integers(0, 8, (2, 2))
        (a, b) = np.concatenate([corners, corners + rng.integers(0, 8, (2, 2))], 1).astype(float)
        painted = np.zeros((2, 16, 16), dtype=bool)
        for canvas, (x1, y1, x2, y2) in zip(painted, (a.astype(int), b.astype(int)), strict=True):
            canvas[y1 : y2 + 1, x1 : x2 + 1] = True
        wanted = painted.all(axis=0).sum() / painted.any(axis=0).sum()
        assert reference(catalogue, "iou").iou(a[None], b[None], inclusive=True)[0, 0] == wanted


def brute_nms(boxes: np.ndarray, scores: np.ndarray, classes: np.ndarray, threshold: float, least: float) -> list[int]:
    """Another way: a box stays if no box that stays before it overlaps it, with pycocotools' overlaps."""
    sized = np.concatenate([boxes[:, :2], boxes[:, 2:] - boxes[:, :2]], 1)
    overlaps = np.nan_to_num(np.asarray(mask.iou(sized, sized, [0] * len(sized))))
    kept: list[int] = []
    for index in sorted(range(len(boxes)), key=lambda index: (-scores[index], index)):
        if scores[index] >= least and all(
            overlaps[index, other] <= threshold or classes[index] != classes[other] for other in kept
        ):
            kept.append(index)
    return kept


def test_nms_agrees_with_a_second_way(catalogue: Catalogue) -> None:
    """Random boxes, equal scores and negative ones among them; nms is batched_nms of one class and no threshold."""
    rng = np.random.default_rng(5)
    both = reference(catalogue, "nms")
    for _ in range(60):
        count = int(rng.integers(1, 40))
        boxes, scores = random_boxes(rng, count), rng.integers(-4, 9, count) / 8
        classes, threshold = rng.integers(-1, 3, count), float(rng.uniform(0, 1))
        kept = brute_nms(boxes, scores, np.zeros(count), threshold, -np.inf)
        assert both.nms(boxes, scores, threshold).tolist() == kept
        for least in (0.0, 0.25, -0.25):
            batched = both.batched_nms(boxes, scores, classes, threshold, score_threshold=least)
            assert batched.tolist() == brute_nms(boxes, scores, classes, threshold, least)


@pytest.mark.parametrize("causal", [False, True])
@pytest.mark.parametrize(("b", "n", "heads", "head_dim"), [(1, 1, 1, 1), (2, 5, 1, 4), (3, 7, 4, 3), (2, 6, 6, 1)])
def test_self_attention_agrees_with_torch(
    catalogue: Catalogue, b: int, n: int, heads: int, head_dim: int, causal: bool
) -> None:
    """torch.nn.functional.scaled_dot_product_attention for out, and nn.MultiheadAttention for the weights too."""
    rng = np.random.default_rng(6)
    c = heads * head_dim
    x, w_qkv, b_qkv, w_proj, b_proj = (
        rng.standard_normal(shape) for shape in [(b, n, c), (c, 3 * c), (3 * c,), (c, c), (c,)]
    )
    out, weights = reference(catalogue, "self_attention").self_attention(x, w_qkv, b_qkv, w_proj, b_proj, heads, causal)
    q, k, v = (
        torch.tensor(part).reshape(b, n, heads, head_dim).transpose(1, 2)
        for part in np.split(x @ w_qkv + b_qkv, 3, axis=-1)
    )
    attended = torch.nn.functional.scaled_dot_product_attention(q, k, v, is_causal=causal)
    theirs = attended.transpose(1, 2).reshape(b, n, c) @ torch.tensor(w_proj) + torch.tensor(b_proj)
    np.testing.assert_allclose(out, theirs.numpy(), rtol=1e-10, atol=1e-12)
    layer = torch.nn.MultiheadAttention(c, heads, batch_first=True, dtype=torch.float64)
    with torch.no_grad():
        for parameter, value in (
            *[(layer.in_proj_weight, w_qkv.T), (layer.in_proj_bias, b_qkv)],
            *[(layer.out_proj.weight, w_proj.T), (layer.out_proj.bias, b_proj)],
        ):
            parameter.copy_(torch.tensor(value))
        hidden = torch.ones(n, n, dtype=torch.bool).triu(1) if causal else None
        x = torch.tensor(x)
        theirs, their_weights = layer(x, x, x, attn_mask=hidden, average_attn_weights=False)
    np.testing.assert_allclose(out, theirs.numpy(), rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(weights, their_weights.numpy(), rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize(("n", "d"), [(2, 1), (5, 3), (40, 7)])
@pytest.mark.parametrize(("momentum", "eps"), [(0.1, 1e-5), (0.0, 1e-2), (1.0, 1.0)])
def test_batch_norm_agrees_with_torch(
    catalogue: Catalogue, training: bool, n: int, d: int, momentum: float, eps: float
) -> None:
    """torch.nn.functional.batch_norm, its running figures and its autograd."""
    rng = np.random.default_rng(7)
    x, gamma, beta, mean, dy = (rng.standard_normal(shape) for shape in [(n, d), d, d, d, (n, d)])
    var = rng.uniform(0.5, 2, d)
    both = reference(catalogue, "batch_norm")
    y, cache, *running = both.batch_norm_forward(x, gamma, beta, mean, var, momentum, eps, training)
    theirs = [torch.tensor(array, requires_grad=True) for array in (x, gamma, beta)]
    their_running = [torch.tensor(array) for array in (mean, var)]
    their_y = torch.nn.functional.batch_norm(
        theirs[0], *their_running, theirs[1], theirs[2], training=training, momentum=momentum, eps=eps
    )
    np.testing.assert_allclose(y, their_y.detach().numpy(), rtol=1e-10, atol=1e-12)
    for ours, other in zip(running, their_running, strict=True):
        np.testing.assert_allclose(ours, other.numpy(), rtol=1e-12, atol=1e-14)
    if training:
        their_y.backward(torch.tensor(dy))
        for ours, other in zip(both.batch_norm_backward(dy, cache), theirs, strict=True):
            np.testing.assert_allclose(ours, other.grad.numpy(), rtol=1e-8, atol=1e-11)
