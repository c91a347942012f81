--- Indentation by lines: what a line means in Averment follows from how it starts and how the one above it ends.
local M = {}

--- The indentation of the line `v:lnum`.
function M.expr()
  local line = vim.fn.getline(vim.v.lnum)
  local width = vim.fn.shiftwidth()
  local function starts(pattern, text)
    return (text or line):match('^%s*' .. pattern) ~= nil
  end

  local above = vim.fn.prevnonblank(vim.v.lnum - 1)
  if above == 0 then
    return 0
  end
  if starts('| ') then
    -- Prose that goes on.
    local goes_on = starts('| ', vim.fn.getline(above))
    return vim.fn.indent(above) + (goes_on and 0 or width)
  end
  -- Back over prose that went on, to the line that it belongs to.
  while above > 1 and starts('| ', vim.fn.getline(above)) do
    above = vim.fn.prevnonblank(above - 1)
  end
  -- And from the bullets of a list to the line that it belongs to. A line that is still empty may become one more.
  if line:match('%S') and not starts('%- ') and starts('%- ', vim.fn.getline(above)) then
    local bullet = vim.fn.indent(above)
    while above > 1 and vim.fn.indent(above) >= bullet do
      above = vim.fn.prevnonblank(above - 1)
    end
  end

  local text = vim.fn.getline(above)
  local indent = vim.fn.indent(above)
  if text:match('{%s*$') then
    indent = indent + width
  elseif text:match(':%s*$') and starts('%- ') and not starts('%- ', text) then
    -- The first bullet of a list.
    indent = indent + width
  end
  return starts('}') and math.max(indent - width, 0) or indent
end

return M
