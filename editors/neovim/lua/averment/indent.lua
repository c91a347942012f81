--- Indentation by lines: what a line means in Averment follows from how it starts and how the one above it ends.
local M = {}

--- The indentation of the line `v:lnum`.
function M.expr()
  local above = vim.fn.prevnonblank(vim.v.lnum - 1)
  if above == 0 then
    return 0
  end
  local width = vim.fn.shiftwidth()
  local text = vim.fn.getline(above)
  local line = vim.fn.getline(vim.v.lnum)
  local indent = vim.fn.indent(above)
  local function starts(pattern)
    return line:match('^%s*' .. pattern) ~= nil
  end
  local function above_starts(pattern)
    return text:match('^%s*' .. pattern) ~= nil
  end

  if text:match('{%s*$') then
    indent = indent + width
  elseif text:match(':%s*$') and not above_starts('%-') and starts('%- ') then
    -- The first bullet of a list.
    indent = indent + width
  elseif starts('| ') and not above_starts('| ') then
    -- Prose that goes on.
    indent = indent + width
  elseif above_starts('| ') and not starts('| ') then
    -- Back to the line that the prose belongs to.
    local first = above
    while first > 1 and vim.fn.getline(first):match('^%s*| ') do
      first = first - 1
    end
    indent = vim.fn.indent(first)
  end
  return starts('}') and math.max(indent - width, 0) or indent
end

return M
