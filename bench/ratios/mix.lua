-- One request in fifty is a search, each for other words, the rest is for the page.
local number = 0

request = function()
  number = number + 1
  if number % 50 == 0 then
    return wrk.format("GET", "/search/?q=step+" .. number)
  end
  return wrk.format()
end
