"""Style: Chinese identifiers and messages, one method per step."""
import numpy as np


def 检查(条件, 消息):
    if not 条件:
        raise ValueError(消息)


def 分头(张量, 头数):
    批, 长, 宽 = 张量.shape
    return 张量.reshape(批, 长, 头数, 宽 // 头数).transpose(0, 2, 1, 3)


def 归一(分数):
    分数 = 分数 - 分数.max(axis=-1, keepdims=True)  # 防止溢出
    指数 = np.exp(分数)
    return 指数 / 指数.sum(axis=-1, keepdims=True)


def self_attention(x, w_qkv, b_qkv, w_proj, b_proj, num_heads, causal=False):
    检查(x.ndim == 3, "参数 x 必须是三维数组")
    批, 长, 宽 = x.shape
    检查(num_heads >= 1, "参数 num_heads 必须至少为 1")
    检查(宽 % num_heads == 0, "通道数必须能被 num_heads 整除")
    检查(w_qkv.shape == (宽, 3 * 宽), "参数 w_qkv 形状不符")
    检查(b_qkv is None or b_qkv.shape == (3 * 宽,), "参数 b_qkv 形状不符")
    检查(w_proj.shape == (宽, 宽), "参数 w_proj 形状不符")
    检查(b_proj.shape == (宽,), "参数 b_proj 形状不符")
    投影 = x @ w_qkv
    if b_qkv is not None:
        投影 = 投影 + b_qkv
    查询, 键, 值 = (分头(块, num_heads) for 块 in np.split(投影, 3, axis=-1))
    分数 = 查询 @ 键.transpose(0, 1, 3, 2) / np.sqrt(宽 / num_heads)
    if causal:
        分数 = np.where(np.tril(np.ones((长, 长), dtype=bool)), 分数, -np.inf)
    权重 = 归一(分数)
    结果 = (权重 @ 值).transpose(0, 2, 1, 3).reshape(批, 长, 宽)
    return 结果 @ w_proj + b_proj, 权重
